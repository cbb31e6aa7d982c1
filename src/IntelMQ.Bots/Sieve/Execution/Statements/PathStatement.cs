using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

internal sealed class PathStatement(Verdict verdict, SieveLabel label) : SieveStatement
{
    public override SieveFlow Run(Event message, ref SieveState state)
    {
        state.Path = verdict;
        state.Trace?.Action(label, $"the way out is {string.Join(", ", verdict.Paths)}");
        return SieveFlow.Continue;
    }
}

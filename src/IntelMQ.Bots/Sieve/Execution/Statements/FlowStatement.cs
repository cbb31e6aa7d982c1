using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>The end of the rules for an event: <c>drop</c> or <c>keep</c>.</summary>
internal sealed class FlowStatement(SieveFlow flow, SieveLabel label) : SieveStatement
{
    public override SieveFlow Run(Event message, ref SieveState state)
    {
        state.Trace?.Action(label, flow == SieveFlow.Drop ? "the event ends here" : "the event goes on, no further rule is looked at");
        return flow;
    }
}

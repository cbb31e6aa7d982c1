using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

internal sealed class RemoveStatement(SieveKey key, SieveLabel label) : WriteStatement(label)
{
    public override SieveFlow Run(Event message, ref SieveState state)
    {
        if (!key.Remove(message, ref state))
            return Nothing("the field is not set", ref state);
        state.Writes++;
        state.Trace?.Action(Label, "the field was removed");
        return SieveFlow.Continue;
    }
}

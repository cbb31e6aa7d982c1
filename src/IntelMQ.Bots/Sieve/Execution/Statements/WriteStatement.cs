using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>A statement that changes a field.</summary>
internal abstract class WriteStatement(SieveLabel label) : SieveStatement
{
    protected SieveLabel Label => label;

    protected SieveFlow Done(SetResult result, ref SieveState state)
    {
        if (result.IsRefused)
            throw new SieveRuntimeException(label.Position, $"{result.Field} {result.Reason ?? result.Status.ToString()}.");
        if (result.Status is SetStatus.Added or SetStatus.Replaced or SetStatus.Removed)
            state.Writes++;
        state.Trace?.Action(label, result.Status switch
        {
            SetStatus.Added => $"{result.Field} was set",
            SetStatus.Replaced => $"{result.Field} was replaced",
            SetStatus.Removed => $"{result.Field} was removed, since the value means nothing",
            _ => "nothing changed, since the value means nothing",
        });
        return SieveFlow.Continue;
    }

    protected SieveFlow Nothing(string reason, ref SieveState state)
    {
        state.Trace?.Action(label, $"nothing changed: {reason}");
        return SieveFlow.Continue;
    }
}

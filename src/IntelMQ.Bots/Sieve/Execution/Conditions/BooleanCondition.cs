using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>==</c> and <c>!=</c> with true or false; what is no boolean is neither equal nor unequal.</summary>
internal sealed class BooleanCondition(SieveKey key, bool wanted) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state)
        => key.Read(message, ref state).TryGetBoolean(out bool value) && value == wanted;
}

using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

internal sealed class ExistsCondition(SieveKey key, bool wanted) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state) => key.Exists(message, ref state) == wanted;
}

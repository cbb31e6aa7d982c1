using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

internal sealed class NotCondition(SieveCondition item) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state) => !item.Evaluate(message, ref state);
}

using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

internal sealed class AndCondition(SieveCondition[] items) : SieveCondition
{
    public override IndexTest? FirstTest => items.Length == 0 ? null : items[0].FirstTest;

    public override bool Evaluate(Event message, ref SieveState state)
    {
        foreach (SieveCondition item in items)
        {
            if (!item.Evaluate(message, ref state))
                return false;
        }

        return true;
    }
}

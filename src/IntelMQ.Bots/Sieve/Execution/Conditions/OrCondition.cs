using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

internal sealed class OrCondition(SieveCondition[] items) : SieveCondition
{
    public override IndexTest? FirstTest { get; } = IndexTest.Union(items);

    public override bool Evaluate(Event message, ref SieveState state)
    {
        foreach (SieveCondition item in items)
        {
            if (item.Evaluate(message, ref state))
                return true;
        }

        return false;
    }
}

using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>A condition of a rule, ready to be held against events. Thread-safe.</summary>
internal abstract class SieveCondition
{
    /// <summary>
    /// A test of one field that must be true for the condition to be, and that is the first thing the condition looks at; null where
    /// there is none. What an index is made of.
    /// </summary>
    public virtual IndexTest? FirstTest => null;

    public abstract bool Evaluate(Event message, ref SieveState state);
}

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

internal sealed class NotCondition(SieveCondition item) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state) => !item.Evaluate(message, ref state);
}

internal sealed class ExistsCondition(SieveKey key, bool wanted) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state) => key.Exists(message, ref state) == wanted;
}

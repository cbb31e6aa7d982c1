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

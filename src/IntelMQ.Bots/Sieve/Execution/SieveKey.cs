using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>A field as a rule names it.</summary>
internal abstract class SieveKey
{
    public abstract FieldValue Read(Event message, ref SieveState state);

    public abstract bool Exists(Event message, ref SieveState state);

    public abstract SetResult Add(Event message, FieldValue value, ref SieveState state);

    public abstract SetResult Set(Event message, FieldValue value, ref SieveState state);

    public abstract bool Remove(Event message, ref SieveState state);

    /// <summary>The name; null where it is known only for an event.</summary>
    public abstract string? FixedName { get; }
}

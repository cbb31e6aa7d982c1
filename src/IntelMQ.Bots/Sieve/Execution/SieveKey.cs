using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

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

/// <summary>A field whose key is known beforehand.</summary>
internal sealed class FixedSieveKey(FieldKey key, Schema schema) : SieveKey
{
    public FieldKey Key => key;

    public override string FixedName => key.Name;

    public override FieldValue Read(Event message, ref SieveState state) => message[key];

    public override bool Exists(Event message, ref SieveState state) => message.Contains(key);

    // An event of another schema may not have the field, or may have it with another type.
    public override SetResult Add(Event message, FieldValue value, ref SieveState state)
        => ReferenceEquals(message.Schema, schema) ? message.TryAdd(key, value) : message.TryAdd(key.Name, value);

    public override SetResult Set(Event message, FieldValue value, ref SieveState state)
        => ReferenceEquals(message.Schema, schema) ? message.Set(key, value) : message.Set(key.Name, value);

    public override bool Remove(Event message, ref SieveState state) => message.Remove(key);
}

/// <summary>What has no key: <c>extra</c> as a whole, names that the schema lacks, and names that a variable holds.</summary>
internal sealed class NamedSieveKey(string? name, SieveOperand? variable) : SieveKey
{
    public override string? FixedName => name;

    public override FieldValue Read(Event message, ref SieveState state)
    {
        string field = Name(ref state);
        if (field != "extra")
            return message[field];
        return message.ExtraAsJson() is { } json ? FieldValue.Text(json) : FieldValue.Missing;
    }

    public override bool Exists(Event message, ref SieveState state) => message.Contains(Name(ref state));

    public override SetResult Add(Event message, FieldValue value, ref SieveState state) => message.TryAdd(Name(ref state), value);

    public override SetResult Set(Event message, FieldValue value, ref SieveState state) => message.Set(Name(ref state), value);

    public override bool Remove(Event message, ref SieveState state) => message.Remove(Name(ref state));

    private string Name(ref SieveState state) => name ?? FieldValue.Text(variable!.ReadText(ref state)).ToString();
}

using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Sieve.Execution;

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

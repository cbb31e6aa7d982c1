using System.Diagnostics.CodeAnalysis;
using System.Net;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Messages;

public abstract partial class Message
{
    /// <summary>A text; setting <see langword="null"/> removes the field.</summary>
    /// <exception cref="InvalidFieldException">A value is set that the field refuses.</exception>
    public string? this[Field<string> field]
    {
        get => TryGet(field, out string? value) ? value : null;
        set => Assign(field, value);
    }

    /// <summary>An address; setting <see langword="null"/> removes the field.</summary>
    /// <exception cref="InvalidFieldException">A value is set that the field refuses.</exception>
    public IPAddress? this[Field<IPAddress> field]
    {
        get => TryGet(field, out IPAddress? value) ? value : null;
        set => Assign(field, value);
    }

    /// <summary>A network; setting <see langword="null"/> removes the field.</summary>
    /// <exception cref="InvalidFieldException">A value is set that the field refuses.</exception>
    public IPNetwork? this[Field<IPNetwork> field]
    {
        get => TryGet(field, out IPNetwork value) ? value : null;
        set => AssignValue(field, value);
    }

    /// <summary>An integer; absent too where it does not fit 64 bits. Setting <see langword="null"/> removes the field.</summary>
    /// <exception cref="InvalidFieldException">A value is set that the field refuses.</exception>
    public long? this[Field<long> field]
    {
        get => TryGet(field, out long value) ? value : null;
        set => AssignValue(field, value);
    }

    /// <summary>A number; setting <see langword="null"/> removes the field.</summary>
    /// <exception cref="InvalidFieldException">A value is set that the field refuses.</exception>
    public double? this[Field<double> field]
    {
        get => TryGet(field, out double value) ? value : null;
        set => AssignValue(field, value);
    }

    /// <summary>A boolean; setting <see langword="null"/> removes the field.</summary>
    /// <exception cref="InvalidFieldException">A value is set that the field refuses.</exception>
    public bool? this[Field<bool> field]
    {
        get => TryGet(field, out bool value) ? value : null;
        set => AssignValue(field, value);
    }

    /// <summary>A time; setting <see langword="null"/> removes the field.</summary>
    /// <exception cref="InvalidFieldException">A value is set that the field refuses.</exception>
    public DateTimeOffset? this[Field<DateTimeOffset> field]
    {
        get => TryGet(field, out DateTimeOffset value) ? value : null;
        set => AssignValue(field, value);
    }

    /// <summary>
    /// The wire value under a name; missing where the field is absent or the schema does not know it. Texts, numbers and booleans can be set as
    /// they are; setting <see langword="null"/> removes the field.
    /// </summary>
    /// <param name="name">A field's full name, such as <c>source.asn</c> or <c>extra.count</c>.</param>
    /// <exception cref="InvalidFieldException">A value is set that the field refuses, or the schema has no such field.</exception>
    /// <example><code>message["source.ip"] = "192.0.2.7";</code></example>
    public FieldValue this[[FieldName] string name]
    {
        get => Schema.TryGetKey(name, out FieldKey? key) ? Get(key) : FieldValue.Missing;
        set
        {
            SetResult result = Put(name, value, Verb.Set);
            if (result.IsRefused)
                result.ThrowIfRefused(value.ToString());
        }
    }

    /// <summary>The wire value of a field; missing where it is absent.</summary>
    public FieldValue this[FieldKey key]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(key);
            return Get(key);
        }
    }

    /// <summary>Reads a value as the field's .NET type.</summary>
    /// <returns>Whether the field is set and its value fits the type.</returns>
    public bool TryGet<T>(Field<T> field, [MaybeNullWhen(false)] out T value)
        where T : notnull
    {
        FieldValue wire = Get(field);
        value = default;
        return !wire.IsMissing && field.Codec.TryRead(wire, out value);
    }

    /// <summary>The wire value of a field; missing where it is absent.</summary>
    public FieldValue Get(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (field.Ordinal >= 0)
            return ValueOf(SlotOf(field.Ordinal));
        return Schema.TryGetKey(field.Name, out FieldKey? key) ? ValueOf(SlotOf(key)) : FieldValue.Missing;
    }

    /// <summary>Whether a field is set.</summary>
    public bool Contains(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Ordinal >= 0 ? !SlotOf(field.Ordinal).IsEmpty : Contains(field.Name);
    }

    /// <summary>Whether a field is set; <c>extra</c> is, when any of its members is.</summary>
    public bool Contains([FieldName] string name)
        => name == "extra" ? HasExtra : Schema.TryGetKey(name, out FieldKey? key) && !SlotOf(key).IsEmpty;

    /// <summary>Whether a field is set.</summary>
    public bool Contains(FieldKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return !SlotOf(key).IsEmpty;
    }

    /// <summary>All fields that are set, sorted by name.</summary>
    public FieldEnumerator GetEnumerator() => new(this);

    /// <summary>
    /// All fields that are set, in the order in which they came: what the report gave, then by their place in the line or JSON that the
    /// message was read from, then what was set later. IntelMQ goes through the fields of an event in this order where it does not sort
    /// them.
    /// </summary>
    public IReadOnlyList<FieldKey> KeysInOrder()
    {
        var keys = new FieldKey[Count];
        var places = new long[Count];
        var fields = new FieldEnumerator(this);
        for (int i = 0; fields.MoveNext(); i++)
        {
            Slot slot = fields.Slot;
            // A line that was kept as raw is no value among the others: it comes behind them.
            int region = slot.Kind >= SlotKind.Bytes ? 4 : slot.Region switch { SlotRegion.Scope => 0, SlotRegion.Data => 1, _ => 2 };
            keys[i] = fields.Key;
            places[i] = ((long)region << 32) | (uint)slot.Start;
        }

        Array.Sort(places, keys);
        return keys;
    }

    private bool HasExtra
    {
        get
        {
            foreach (FieldKey key in ExtraKeys)
            {
                if (key.IsExtra)
                    return true;
            }

            return false;
        }
    }

    private FieldValue Get(FieldKey key) => ValueOf(SlotOf(key));

    private void Assign<T>(Field<T> field, T? value)
        where T : class
    {
        if (value is null)
            Remove(field);
        else
            Set(field, value).ThrowIfRefused(value);
    }

    private void AssignValue<T>(Field<T> field, T? value)
        where T : struct
    {
        if (value is null)
            Remove(field);
        else
            Set(field, value.Value).ThrowIfRefused(value.Value);
    }
}

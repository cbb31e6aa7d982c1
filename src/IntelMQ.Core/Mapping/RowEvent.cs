using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Mapping;

/// <summary>The event that a row is becoming, for the hook that completes it in code. A view, valid during the hook.</summary>
public readonly ref struct RowEvent
{
    private readonly EventBuilder _builder;

    internal RowEvent(EventBuilder builder, Row row)
    {
        _builder = builder;
        Row = row;
    }

    /// <summary>The row.</summary>
    public Row Row { get; }

    /// <summary>What the map has stored so far.</summary>
    public FieldValue Get(Field field) => _builder.Schema.KeyOrNull(field) is { } key ? _builder.Get(key, Row.Line) : FieldValue.Missing;

    /// <summary>What the map has stored so far.</summary>
    public FieldValue Get(string field) => _builder.Schema.TryGetKey(field, out FieldKey? key) ? _builder.Get(key, Row.Line) : FieldValue.Missing;

    /// <summary>Stores a value, in place of another if need be; nothing happens to one that is refused.</summary>
    public SetResult Set(Field field, FieldValue value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return Set(field.Name, value);
    }

    /// <inheritdoc cref="Set(Field, FieldValue)"/>
    public SetResult Set(Field field, string value) => Set(field, FieldValue.Text(Encoding.UTF8.GetBytes(value)));

    /// <inheritdoc cref="Set(Field, FieldValue)"/>
    public SetResult Set(string field, string value) => Set(field, FieldValue.Text(Encoding.UTF8.GetBytes(value)));

    /// <inheritdoc cref="Set(Field, FieldValue)"/>
    public SetResult Set<T>(Field<T> field, T value)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(field);
        var text = new Utf8Buffer();
        FieldValueKind kind = field.Codec.Write(value, text);
        return Set(field.Name, FieldValue.Of(kind, text.WrittenSpan));
    }

    /// <inheritdoc cref="Set(Field, FieldValue)"/>
    public SetResult Set(string field, FieldValue value)
    {
        if (!_builder.Schema.TryGetKey(field, out FieldKey? key))
            return new SetResult(SetStatus.UnknownField, field, $"is not a field of the schema.{_builder.Schema.Suggest(field)}");
        bool present = _builder.Contains(key);
        if (value.IsIgnored)
        {
            _builder.Remove(key);
            return new SetResult(present ? SetStatus.Removed : SetStatus.Ignored, field);
        }

        if (key.Definition is not { } definition)
        {
            _builder.SetCopy(key, value);
            return new SetResult(present ? SetStatus.Replaced : SetStatus.Added, field);
        }

        var converted = new Utf8Buffer();
        Harmonized result = definition.Convert(value, converted);
        if (!result.IsValid)
            return new SetResult(SetStatus.Invalid, field, result.Reason);
        FieldValue wire = result.Value(value, converted);
        if (definition.CheckLimits(wire) is { } reason)
            return new SetResult(SetStatus.Invalid, field, reason);
        _builder.SetCopy(key, wire);
        return new SetResult(present ? SetStatus.Replaced : SetStatus.Added, field);
    }

    /// <summary>Stores a value below <c>extra.</c> as it stands, even one that means "nothing".</summary>
    public void SetExtra(string name, FieldValue value)
    {
        if (_builder.Schema.TryGetKey(FieldKey.ExtraPrefix + FieldNames.Normalize(name), out FieldKey? key))
            _builder.SetCopy(key, value);
    }

    /// <summary>Removes what the map has stored.</summary>
    public void Remove(string field)
    {
        if (_builder.Schema.TryGetKey(field, out FieldKey? key))
            _builder.Remove(key);
    }
}

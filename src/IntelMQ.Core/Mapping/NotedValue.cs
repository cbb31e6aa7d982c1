using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Mapping;

/// <summary>
/// A value that a line gives to the rows below it, such as the time of a list or the kind of a section: a parser notes it where it reads the
/// line, and has a rule that takes it.
/// </summary>
/// <param name="words">For people: where the value stands.</param>
public sealed class NotedValue(string words)
{
    private readonly Utf8Buffer _value = new(32);

    /// <summary>Forgets the value, as at the start of a report.</summary>
    public void Clear() => _value.Clear();

    /// <summary>Notes a value for the rows that follow.</summary>
    public void Set(ReadOnlySpan<byte> value)
    {
        _value.Clear();
        _value.Append(value);
    }

    /// <summary>Notes a time for the rows that follow.</summary>
    public void Set(DateTimeOffset time)
    {
        _value.Clear();
        UtcTime.Write(time, _value);
    }

    /// <summary>The rule that gives rows the value, where there is one.</summary>
    public ColumnRule For(Field field)
        => Rules.Column(new CellReference(null, Row.WholeRowPosition) { Noted = words }, field) with { Converter = (_, buffer) => Convert(buffer) };

    private Harmonized Convert(Utf8Buffer buffer)
    {
        if (_value.Length == 0)
            return Harmonized.None;
        int start = buffer.Length;
        buffer.Append(_value.WrittenSpan);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }
}

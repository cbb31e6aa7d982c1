using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers;

/// <summary>A time that a comment or header gives to the rows below it.</summary>
internal sealed class NotedTime
{
    private readonly Utf8Buffer _time = new(32);

    /// <summary>Forgets the time, as at the start of a report.</summary>
    public void Clear() => _time.Clear();

    /// <summary>Notes the time of the rows that follow.</summary>
    public void Set(DateTimeOffset time)
    {
        _time.Clear();
        UtcTime.Write(time, _time);
    }

    /// <summary>The rule that gives rows the time, where there is one.</summary>
    /// <param name="column">A column that every row has.</param>
    /// <param name="words">For people: where the time stands.</param>
    public FieldRule Rule(int column, string words)
        => Rules.Column(column, Fields.Time.Source).With(Convert, words) with { ConverterHarmonizes = true };

    private Harmonized Convert(FieldValue value, Utf8Buffer buffer)
    {
        if (_time.Length == 0)
            return Harmonized.None;
        int start = buffer.Length;
        buffer.Append(_time.WrittenSpan);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }
}

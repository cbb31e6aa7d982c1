using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>A line of a report.</summary>
/// <param name="Text">The line, UTF-8, without its end.</param>
/// <param name="Number">The line's number, counted from 1.</param>
/// <param name="Offset">Where the line starts, in bytes.</param>
public readonly record struct ReportLine(ReadOnlyMemory<byte> Text, int Number, int Offset)
{
    /// <summary>The line without white space at both ends.</summary>
    public ReportLine Trimmed()
    {
        ReadOnlySpan<byte> trimmed = Utf8Text.Trim(Text.Span);
        return trimmed.IsEmpty || !Text.Span.Overlaps(trimmed, out int start)
            ? this with { Text = default }
            : new ReportLine(Text.Slice(start, trimmed.Length), Number, Offset + start);
    }
}

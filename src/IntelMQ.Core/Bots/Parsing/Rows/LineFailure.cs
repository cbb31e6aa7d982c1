using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>Makes the failure of a line: a report that fails the same way when it is parsed.</summary>
internal static class LineFailure
{
    /// <summary>How much of a line that is too long is kept.</summary>
    public const int KeptOfLongLine = 64 * 1024;

    /// <param name="report">The report that the line stands in.</param>
    /// <param name="prefix">What has to stand in front of the line: its header.</param>
    /// <param name="line">The line.</param>
    /// <param name="maxLineSize">Bytes that a line may have; of a longer one only the start is kept.</param>
    /// <param name="details">Where the line stands, and what is wrong.</param>
    public static ParsedItem Create(Report report, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> line, int maxLineSize, LineFailureDetails details)
    {
        bool tooLong = line.Length > maxLineSize;
        ReadOnlySpan<byte> kept = tooLong ? line[..Math.Min(line.Length, KeptOfLongLine)] : line;
        // A byte order mark at the start is taken off when this is parsed again; the line's own needs another before it.
        ReadOnlySpan<byte> mark = prefix.Length == 0 ? kept[..FeedText.ByteOrderMarkLength(kept)] : default;
        Report failed = report.Clone();
        failed.SetRaw((byte[])[.. mark, .. prefix, .. kept]);
        return new ParsedItem(new Failure(failed, details.Reason)
        {
            Field = details.Field,
            Value = details.Value,
            LineNumber = details.Number,
            Offset = details.Offset,
            Exception = details.Exception,
            TruncatedFrom = tooLong ? line.Length : 0,
        });
    }
}

/// <summary>Where a line stands, and what is wrong with it.</summary>
/// <param name="Number">The line, counted from 1.</param>
/// <param name="Offset">Bytes from the start of the report.</param>
/// <param name="Field">The field at fault, if it is one field's fault.</param>
/// <param name="Reason">A sentence.</param>
internal readonly record struct LineFailureDetails(long Number, long Offset, string? Field, string Reason)
{
    /// <summary>The value that was refused, as people may see it.</summary>
    public string? Value { get; init; }

    /// <summary>What the parser has thrown, if that is what is wrong.</summary>
    public Exception? Exception { get; init; }
}

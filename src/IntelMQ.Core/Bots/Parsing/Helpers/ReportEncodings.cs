using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Intake;
using IntelMQ.Messages;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots;

/// <summary>Makes the data of reports UTF-8 before a parser sees it.</summary>
/// <remarks>
/// What says how data is encoded, in this order: a byte order mark; <c>extra.charset</c> of the report, which a collector sets; the
/// parser's parameter; the document itself (XML, HTML). Where nothing does, what is not UTF-8 is read as Windows-1252 and counted.
/// </remarks>
internal sealed partial class ReportEncodings(string? parameter)
{
    /// <summary>The field of a report that names its encoding.</summary>
    public const string CharsetField = "extra.charset";

    private readonly Encoding? _parameter = CharacterSets.Find(parameter);
    private long _guessedBytes;

    public long GuessedBytes => Interlocked.Read(ref _guessedBytes);

    /// <summary>A report in UTF-8; the report itself where it is that already, or packed.</summary>
    public Report InUtf8(Report report, ILogger log)
    {
        ReadOnlyMemory<byte> raw = report.Raw;
        if (ArchiveKinds.Of(raw.Span) != ArchiveKind.None)
            return report;
        FieldValue charset = report[CharsetField];
        Encoding? declared = (charset.Kind == FieldValueKind.Text ? CharacterSets.Find(charset.ToString()) : null) ?? _parameter;
        ReadOnlyMemory<byte> text = FeedText.Decode(raw, declared, out long guessed);
        if (text.Equals(raw))
            return report;
        if (guessed > 0)
        {
            Interlocked.Add(ref _guessedBytes, guessed);
            LogGuessed(log, guessed, report[Schemas.Fields.Feed.Name] ?? "");
        }

        report = report.Clone();
        report.SetRaw(text);
        // A failure of a line is parsed again, and must not be decoded twice.
        if (declared is not null)
            report.Set(CharsetField, "utf-8");
        return report;
    }

    [LoggerMessage(1, LogLevel.Warning, "{Bytes} bytes of a report of feed {Feed} are not UTF-8 and nothing says what they are: they are read by a guess, as Windows-1252. Set the parser's parameter encoding.")]
    private static partial void LogGuessed(ILogger log, long bytes, string feed);
}

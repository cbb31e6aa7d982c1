using System.Buffers;
using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>
/// A parser for reports that are one JSON array, each member an element, or one object. An element's <c>raw</c> is its text as it stands,
/// that of a lone object the whole report.
/// A report that is not JSON as a whole is one failure; an element that is not an object fails alone.
/// </summary>
/// <remarks>Elements that are null, false, zero or empty are passed over, as IntelMQ does. NaN and Infinity are not JSON.</remarks>
public abstract class JsonParser : JsonMappedParser
{
    private static readonly SearchValues<byte> BehindValue = SearchValues.Create(" \t\r\n,]"u8);

    /// <summary>Creates the parser.</summary>
    protected JsonParser(ParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    protected JsonParser(ParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <summary>Makes the report's bytes JSON: the hook for feeds that put something around it, or that have their elements deeper down.</summary>
    /// <param name="text">The report's text, UTF-8, without byte order mark.</param>
    /// <param name="report">The report.</param>
    protected virtual ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report) => text;

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReadOnlyMemory<byte> text = FeedText.Decode(report.Raw);
        text = Prepare(JsonUnicode.Repair(text[FeedText.ByteOrderMarkLength(text.Span)..]), report);
        Check(text.Span);
        int at = SkipBlanks(text.Span, 0);
        bool isArray = text.Span[at] == (byte)'[';
        if (!isArray && text.Span[at] != (byte)'{')
            throw new InvalidReportException("The report is neither a JSON array nor a JSON object.");
        RowMachine machine = BeginReport(report);
        var lines = new LineCounter(text);
        at = isArray ? SkipBlanks(text.Span, at + 1) : 0;
        while (isArray ? text.Span[at] != (byte)']' : at < text.Length)
        {
            at = ReadElement(text.Span, at, isArray, machine, ref lines);
            while (machine.TryNext(out ParsedItem item))
                yield return item;
            if (isArray)
                at = SkipBlanks(text.Span, at);
        }
    }

    // A lone object takes what stands around it along.
    private int ReadElement(ReadOnlySpan<byte> text, int start, bool isInArray, RowMachine machine, ref LineCounter lines)
    {
        int end = text.Length;
        RowOutcome outcome = RowOutcome.Fail(null, NotAnObject);
        bool isObject = !isInArray || text[start] == (byte)'{';
        if (isObject)
        {
            var reader = new Utf8JsonReader(text[start..], JsonReport.ReaderOptions);
            reader.Read();
            outcome = Cells.Read(ref reader, text[start..], machine.Cells, machine.Plan.KeepsOthers);
            if (isInArray)
                end = start + (int)reader.BytesConsumed;
        }
        else
        {
            end = EndOf(text, start);
        }

        ReadOnlySpan<byte> element = text[start..end];
        if (JsonReport.IsNothing(isInArray ? element : element.Trim(" \t\r\n"u8)))
            return end;
        if (machine.CheckLength(element) is { } tooLong)
            outcome = RowOutcome.Fail(tooLong);
        if (outcome.IsKept)
            outcome = machine.Run(element, element.Length);

        // What is no object would be another report by itself, or none.
        ReadOnlySpan<byte> kept = isObject ? element : (byte[])[(byte)'[', .. element, (byte)']'];
        machine.Take(outcome, kept, machine.HasElements || outcome.Error is not null ? lines.At(start) : 0, start);
        return end;
    }

    internal static void Check(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, JsonReport.ReaderOptions);
            while (reader.Read())
            {
            }
        }
        catch (JsonException exception)
        {
            throw new InvalidReportException(
                $"The report is not valid JSON, or nested deeper than {JsonLimits.MaxDepth} levels, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.",
                exception);
        }
    }

    // Of text that is known to be JSON: the end of a value that is no object.
    internal static int EndOf(ReadOnlySpan<byte> text, int start)
    {
        ReadOnlySpan<byte> rest = text[start..];
        if (rest[0] is (byte)'[' or (byte)'"')
        {
            var reader = new Utf8JsonReader(rest, JsonReport.ReaderOptions);
            reader.Read();
            reader.Skip();
            return start + (int)reader.BytesConsumed;
        }

        return start + rest.IndexOfAny(BehindValue);
    }

    internal static int SkipBlanks(ReadOnlySpan<byte> text, int at)
    {
        int found = text[at..].IndexOfAnyExcept(" \t\r\n,"u8);
        return found < 0 ? text.Length : at + found;
    }
}

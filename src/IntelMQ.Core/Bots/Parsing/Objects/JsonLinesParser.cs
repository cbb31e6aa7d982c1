using System.Globalization;
using System.Text.Json;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>
/// A parser for reports with one JSON object in each line. A line that is none is a failure; the rest goes on. Lines end at CR and LF;
/// empty ones and objects without members are passed over.
/// </summary>
public abstract class JsonLinesParser : JsonMappedParser
{
    private const string NotJson = "is not valid JSON, or nested too deep";

    /// <summary>Creates the parser.</summary>
    protected JsonLinesParser(ParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    protected JsonLinesParser(ParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReadOnlyMemory<byte> text = FeedText.Decode(report.Raw);
        text = JsonUnicode.Repair(text[FeedText.ByteOrderMarkLength(text.Span)..]);
        RowMachine machine = BeginReport(report);
        var lines = LineSplitter.AtCrLf(text);
        while (lines.MoveNext())
        {
            ReadLine(lines, machine);
            while (machine.TryNext(out ParsedItem item))
                yield return item;
        }
    }

    private void ReadLine(LineSplitter at, RowMachine machine)
    {
        ReadOnlySpan<byte> line = Utf8Text.Trim(at.Line);
        if (line.IsEmpty)
            return;
        RowOutcome outcome = machine.CheckLength(line) is { } error ? RowOutcome.Fail(error) : ReadCells(line, machine);
        // What IntelMQ passes over is no row.
        if (outcome.IsSkip)
            return;
        if (outcome.IsKept)
            outcome = machine.Run(line, line.Length);
        machine.Take(outcome, line, at.Number, at.Start);
    }

    private RowOutcome ReadCells(ReadOnlySpan<byte> line, RowMachine machine)
    {
        // Most text is told apart here, without the cost of an exception.
        if (line[0] is not ((byte)'{' or (byte)'[' or (byte)'"' or (byte)'n' or (byte)'f' or (byte)'0'))
            return RowOutcome.Fail(null, NotAnObject);
        try
        {
            var reader = new Utf8JsonReader(line, JsonReport.ReaderOptions);
            reader.Read();
            RowOutcome outcome = RowOutcome.Fail(null, NotAnObject);
            if (line[0] == (byte)'{')
                outcome = Cells.Read(ref reader, line, machine.Cells, machine.Plan.KeepsOthers);
            else
                reader.Skip();
            reader.Read();
            return JsonReport.IsNothing(line) ? RowOutcome.Skip : outcome;
        }
        catch (JsonException exception)
        {
            return RowOutcome.Fail(null, string.Create(CultureInfo.InvariantCulture, $"{NotJson}, at byte {exception.BytePositionInLine + 1}"));
        }
    }
}

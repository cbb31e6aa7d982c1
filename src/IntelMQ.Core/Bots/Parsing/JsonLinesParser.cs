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
        text = text[FeedText.ByteOrderMarkLength(text.Span)..];
        RowMachine machine = BeginReport(report);
        var lines = LineSplitter.AtCrLf(text);
        while (lines.MoveNext())
        {
            if (ReadLine(lines, machine, out ParsedItem item))
                yield return item;
            if (!machine.HasElements)
                continue;
            foreach (ParsedItem other in OthersOf(machine, lines.Number, lines.Start))
                yield return other;
        }
    }

    private bool ReadLine(LineSplitter at, RowMachine machine, out ParsedItem item)
    {
        item = default;
        ReadOnlySpan<byte> line = Utf8Text.Trim(at.Line);
        if (line.IsEmpty)
            return false;
        bool nothing = false;
        RowError? error = machine.CheckLength(line) ?? ReadCells(line, machine, out nothing);
        if (error is null && nothing)
            return false;
        if (error is null && machine.TryRun(line, line.Length, out item, out error))
            return true;
        if (error is null)
            return false;
        item = machine.Fail(line, at.Number, at.Start, error);
        return true;
    }

    private RowError? ReadCells(ReadOnlySpan<byte> line, RowMachine machine, out bool nothing)
    {
        nothing = false;

        // Most text is told apart here, without the cost of an exception.
        if (line[0] is not ((byte)'{' or (byte)'[' or (byte)'"' or (byte)'n' or (byte)'f' or (byte)'0'))
            return new RowError(null, null, NotAnObject);
        try
        {
            var reader = new Utf8JsonReader(line, ReaderOptions);
            reader.Read();
            RowError? error = null;
            if (line[0] == (byte)'{')
                error = Cells.Read(ref reader, line, machine);
            else
                reader.Skip();
            reader.Read();
            nothing = IsNothing(line);
            return nothing ? null : line[0] == (byte)'{' ? error : new RowError(null, null, NotAnObject);
        }
        catch (JsonException)
        {
            return new RowError(null, null, NotJson);
        }
    }
}

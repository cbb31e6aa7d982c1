using System.Text.Json;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Json;

/// <summary>The parameters of <see cref="IntelMqJsonParser"/>.</summary>
public sealed partial class IntelMqJsonParserOptions : ParserOptions
{
    /// <summary><c>splitlines</c>: whether each line is a message; otherwise the whole report is one.</summary>
    public bool Splitlines { get; set; }
}

/// <summary>
/// Parses messages in IntelMQ's own JSON: flat, with <c>extra</c> also as an object; <c>__type</c> may be absent. A report may be a list of them. What a message holds comes
/// before what the report says of its feed; a message without <c>raw</c> is its own. Members that are no fields are kept below <c>extra.</c>
/// </summary>
[Bot("intelmq.bots.parsers.json.parser", BotKind.Parser, Summary = "Parses messages in IntelMQ's own JSON, one a report, a list of them, or one a line.")]
public sealed partial class IntelMqJsonParser : EventParser
{
    private readonly bool _splitLines;
    private MessageReader? _reader;

    /// <summary>Creates the parser.</summary>
    public IntelMqJsonParser(IntelMqJsonParserOptions options, BotServices services)
        : base(options, services)
    {
        _splitLines = options.Splitlines;
    }

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ReadOnlyMemory<byte> text = TextOf(report);
        if (_splitLines)
        {
            IEnumerable<ReportLine> lines = JsonLinesOf(text).Where(static line => !Utf8Text.Trim(line.Text.Span).IsEmpty);
            return ForEach(report, lines, static line => line, line => ReadMessage(report, line, line));
        }

        if (Utf8Text.Trim(text.Span) is [(byte)'[', ..])
            return ForEach(report, JsonReport.Elements(text), static element => element, element => ReadMessage(report, element, element));
        var whole = new ReportLine(report.Raw, 0, 0);
        return ForEach(report, [whole with { Text = text }], _ => whole, line => ReadMessage(report, line, whole));
    }

    private ParsedItem? ReadMessage(Report report, ReportLine line, ReportLine kept)
    {
        if (IsTooLong(line))
            return FailTooLong(report, line);
        if (!ReferenceEquals(_reader?.Schema, report.Schema))
            _reader = new MessageReader(report.Schema);
        Event? result = _reader.TryRead(JsonUnicode.Repair(line.Text).Span, "Event", out Message? message, out MessageError? error) ? EventOf(message) : ReadLoosely(report, line);
        if (result is null)
            return Fail(report, kept, error!.Field, $"{error.Field ?? "The message"} {error.Reason}.");
        AddReportFields(result, report);
        return Finish(result, report, line);
    }

    // A message of another schema: what has no field here, or does not fit it, is kept below "extra." Messages that do not even say what they
    // are about, and those that are none, stay failures.
    private static Event? ReadLoosely(Report report, ReportLine line)
    {
        using JsonDocument? document = JsonReport.Parse(line.Text);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return null;
        var draft = new EventDraft(new Event(report.Schema));
        foreach ((string name, JsonElement value) in JsonReport.Members(root))
        {
            if (name != "__type")
                draft.AddMember(name, value);
        }

        return draft is { IsBroken: false, HasKnown: true } ? draft.Event : null;
    }
}

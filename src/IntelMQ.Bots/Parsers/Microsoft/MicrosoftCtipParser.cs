using System.Runtime.InteropServices;
using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Microsoft;

/// <summary>The parameters of <see cref="MicrosoftCtipParser"/>.</summary>
public sealed partial class MicrosoftCtipParserOptions : ParserOptions
{
    /// <summary>
    /// <c>overwrite</c>: whether what a row says takes the place of what the report says of its feed (<c>feed.name</c>), and a later
    /// member that of an earlier one.
    /// </summary>
    public bool Overwrite { get; set; } = true;
}

/// <summary>
/// Parses Microsoft's Cyber Threat Intelligence Program in both of its forms: a JSON array in version 1.5 of the Interflow format, or one
/// JSON object a line as it comes from Azure. The report's first character tells which.
/// </summary>
[Bot("intelmq.bots.parsers.microsoft.parser_ctip", BotKind.Parser, Summary = "Parses Microsoft's Cyber Threat Intelligence Program, from Interflow or Azure.")]
public sealed partial class MicrosoftCtipParser : EventParser
{
    private readonly bool _overwrite;

    /// <summary>Creates the parser.</summary>
    public MicrosoftCtipParser(MicrosoftCtipParserOptions options, BotServices services)
        : base(options, services)
    {
        _overwrite = options.Overwrite;
    }

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ReadOnlyMemory<byte> text = TextOf(report);
        return text.Span switch
        {
            [(byte)'[', ..] => ReadArray(report, text),
            [(byte)'{', ..] => ReadLines(report, text),
            _ => throw new InvalidReportException("The report begins neither with a JSON array nor with a JSON object."),
        };
    }

    private IEnumerable<ParsedItem> ReadArray(Report report, ReadOnlyMemory<byte> text)
    {
        using JsonDocument? document = JsonReport.Parse(text);
        if (document is null)
            throw new InvalidReportException("The report is not valid JSON.");
        IEnumerable<JsonElement> elements = document.RootElement.EnumerateArray().Where(static element => !JsonReport.IsNothing(element));
        foreach (ParsedItem item in ForEach(report, elements, Again, element => ReadInterflow(report, element)))
            yield return item;
    }

    // An array with this element alone, so that it is read in the same form again.
    private static ReportLine Again(JsonElement element) => new((byte[])[(byte)'[', .. JsonMarshal.GetRawUtf8Value(element), (byte)']'], 0, 0);

    private ParsedItem? ReadInterflow(Report report, JsonElement element)
    {
        ReportLine line = Again(element);
        if (IsTooLong(line))
            return FailTooLong(report, line);
        if (element.ValueKind != JsonValueKind.Object)
            return Fail(report, line, "The element is not a JSON object.");
        if (!CtipInterflow.IsKnown(element))
            return Fail(report, line, "The element has no member that is known.");
        var draft = new EventDraft(NewEvent(report));
        CtipInterflow.Fill(draft, element, AccuracyOf(report));
        return Finish(report, line, draft);
    }

    private IEnumerable<ParsedItem> ReadLines(Report report, ReadOnlyMemory<byte> text)
        => ForEach(report, JsonLinesOf(text).Where(static line => !line.Text.Span.Trim(" \t"u8).IsEmpty), static line => line, line => ReadAzure(report, line));

    private ParsedItem? ReadAzure(Report report, ReportLine line)
    {
        if (IsTooLong(line))
            return FailTooLong(report, line);
        using JsonDocument? document = JsonReport.Parse(line.Text);
        if (document is not null && JsonReport.IsNothing(document.RootElement))
            return null;
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object || line.Text.Span[0] != (byte)'{')
            return Fail(report, line, "The line is not a JSON object.");
        if (IsInterflow(document.RootElement))
            return Fail(report, line, "The line is an object of the Interflow format, which has to stand in an array.");
        if (!CtipAzureFields.IsKnown(document.RootElement))
            return Fail(report, line, "The line has no member that is known.");
        var draft = new EventDraft(NewEvent(report));
        new CtipAzure(draft, AccuracyOf(report), _overwrite).Fill(document.RootElement);
        return Finish(report, line, draft);
    }

    private ParsedItem Finish(Report report, ReportLine line, EventDraft draft)
    {
        draft.SetIfAbsent(Fields.Classification.Type.Name, FieldValue.Text("infected-system"u8));
        return draft.IsBroken ? Fail(report, line, draft.Field, draft.Reason!) : Finish(draft.Event, report, line);
    }

    private static bool IsInterflow(JsonElement element)
        => CtipInterflow.VersionOf(element) == CtipInterflow.KnownVersion;

    private static double AccuracyOf(Report report) => report[Fields.Feed.Accuracy] ?? 100;
}

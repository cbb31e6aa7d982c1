using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.CzNic;

/// <summary>
/// Parses what CZ.NIC's PROKI hands out: events with IntelMQ's own field names, in a JSON array or in the member <c>data</c> of an object.
/// What they say of their own feed and time of observation goes below <c>extra</c>, or gives way to what the report says; so do names that are
/// no fields.
/// </summary>
[Bot("intelmq.bots.parsers.cznic.parser_proki", BotKind.Parser)]
public sealed partial class CzNicProkiParser(PlainParserOptions options, BotServices services) : EventParser(options, services)
{
    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
        => ForEach(report, JsonReport.Elements(DataOf(TextOf(report))), Alone, element => ReadElement(report, element));

    // An object alone could be taken for the one around the data.
    private static ReportLine Alone(ReportLine element) => element with { Text = (byte[])[(byte)'[', .. element.Text.Span, (byte)']'] };

    private ParsedItem? ReadElement(Report report, ReportLine element)
    {
        if (IsTooLong(element))
            return FailTooLong(report, element);
        var draft = new EventDraft(NewEvent(report));
        using JsonDocument? document = JsonReport.Parse(element.Text);
        if (document?.RootElement is { ValueKind: JsonValueKind.Object } root)
            Read(draft, root);
        else
            draft.Fail(null, "is not a JSON object");
        if (draft.IsBroken)
            return Fail(report, Alone(element), draft.Field, draft.Reason!);
        if (!draft.Event.Contains(Fields.Raw))
            SetRaw(draft.Event, element.Text.ToArray());
        return Finish(draft.Event, report, Alone(element));
    }

    private static ReadOnlyMemory<byte> DataOf(ReadOnlyMemory<byte> text)
    {
        var reader = new Utf8JsonReader(text.Span);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return text;
            ReadOnlyMemory<byte> data = text;
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                bool isData = !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual("data"u8);
                reader.Read();
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (isData && text.Span[start] != (byte)'[')
                    throw new InvalidReportException("The member data is not a list.");
                if (isData)
                    data = text[start..(int)reader.BytesConsumed];
            }

            return data;
        }
        catch (JsonException exception)
        {
            throw new InvalidReportException($"The report is not valid JSON, at line {exception.LineNumber + 1}.", exception);
        }
    }

    private static void Read(EventDraft draft, JsonElement element)
    {
        foreach ((string name, JsonElement value) in JsonReport.Members(element))
        {
            if (name == "feed.name")
                draft.Keep("original_feed_name", JsonReport.ValueOf(value));
            else if (name == "time.observation")
                draft.Keep("original_time_observation", JsonReport.ValueOf(value));
            else if (!name.StartsWith("feed.", StringComparison.Ordinal) || !draft.Event.Contains(name))
                draft.AddMember(name, value);
            if (draft.IsBroken)
                return;
        }

        if (!draft.HasKnown)
            draft.Fail(null, "has no field that is known");
    }
}

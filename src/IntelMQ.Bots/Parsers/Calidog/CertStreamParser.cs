using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Calidog;

/// <summary>
/// Parses messages of Calidog's stream of new certificates: one JSON object a report, an event for each of the certificate's names. The whole
/// message is each event's <c>raw</c>; of a certificate with very many names, a message with the one name.
/// </summary>
public sealed class CertStreamParser : EventParser
{
    // Each name repeats the message: a certificate made of names must not become gigabytes.
    private const int MaxWithWholeMessage = 256;

    /// <summary>Creates the parser.</summary>
    public CertStreamParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public CertStreamParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.calidog.parser_certstream",
        "Parses messages of Calidog's stream of new certificates.",
        static (options, services) => new CertStreamParser(options, services));

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ReadOnlyMemory<byte> text = TextOf(report);
        var message = new ReportLine(text, 1, 0);
        if (IsTooLong(message))
        {
            yield return FailTooLong(report, message);
            yield break;
        }

        using JsonDocument? document = JsonReport.Parse(text);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("data", out JsonElement data) || data.ValueKind != JsonValueKind.Object)
            throw new InvalidReportException("The report is not a JSON object with an object in the member data.");
        if (!data.TryGetProperty("leaf_cert", out JsonElement certificate) || certificate.ValueKind != JsonValueKind.Object
            || !certificate.TryGetProperty("all_domains", out JsonElement domains) || domains.ValueKind != JsonValueKind.Array)
            yield break;
        bool hasTime = data.TryGetProperty("seen", out JsonElement seen);
        ReadOnlyMemory<byte> raw = domains.GetArrayLength() > MaxWithWholeMessage ? default : text.ToArray();
        foreach (JsonElement domain in domains.EnumerateArray())
        {
            if (domain.ValueKind == JsonValueKind.Null || (domain.ValueKind == JsonValueKind.String && domain.ValueEquals("")))
                continue;
            var draft = new EventDraft(NewEvent(report));
            draft.Add(Fields.Classification.Type, ClassificationType.Other);
            if (hasTime)
                AddTime(draft, seen);
            else
                draft.Fail(Fields.Time.Source.Name, "is missing: the message has no member data.seen");
            if (!draft.AddIfValid(Fields.Source.Fqdn, JsonReport.ValueOf(domain)))
                draft.Add(Fields.Source.Ip, JsonReport.ValueOf(domain));
            if (!draft.IsBroken && !raw.IsEmpty)
                SetRaw(draft.Event, raw);
            ReportLine single = draft.IsBroken || raw.IsEmpty ? MessageOf(domain, hasTime ? seen : null) : default;
            yield return draft.IsBroken ? Fail(report, single, draft.Field, draft.Reason!) : Finish(draft.Event, report, single);
        }
    }

    private static void AddTime(EventDraft draft, JsonElement seen)
    {
        var buffer = new Utf8Buffer();
        FieldValue value = JsonReport.ValueOf(seen);
        int point = value.Kind == FieldValueKind.Number ? value.Utf8.IndexOf((byte)'.') : -1;
        Harmonized time = TimeFormat.EpochMillis.Convert(point < 0 ? value.Utf8 : value.Utf8[..point], buffer);
        if (!time.IsValid)
            draft.Fail(Fields.Time.Source.Name, time.Reason!);
        else if (time.Kind == FieldValueKind.Text)
            draft.Add(Fields.Time.Source, FieldValue.Text(buffer.Slice(time.Start, time.Length)));
    }

    // A message with this name alone, which is parsed as the whole one was.
    private static ReportLine MessageOf(JsonElement domain, JsonElement? seen)
    {
        string time = seen is { } value ? $"\"seen\": {value.GetRawText()}, " : "";
        string message = $"{{\"data\": {{{time}\"leaf_cert\": {{\"all_domains\": [{domain.GetRawText()}]}}}}}}";
        return new ReportLine(System.Text.Encoding.UTF8.GetBytes(message), 1, 0);
    }
}

using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.N6;

/// <summary>
/// Parses n6's events: one JSON object a report. Each of its addresses is an event, and as in IntelMQ one without address follows in any
/// case. Test messages make no events. Addresses that are none are one failure; a report that has no others is that failure alone. Members
/// and categories that are not known are kept below <c>extra.</c>
/// </summary>
[Bot("intelmq.bots.parsers.n6.parser_n6stomp", BotKind.Parser, Summary = "Parses the events of CERT Polska's n6.")]
public sealed partial class N6StompParser(PlainParserOptions options, BotServices services) : EventParser(options, services)
{
    private static readonly (string Member, string Field)[] Members =
    [
        ("time", Fields.Time.Source.Name),
        ("dip", Fields.Destination.Ip.Name),
        ("dport", Fields.Destination.Port.Name),
        ("md5", Fields.Malware.Hash.Md5.Name),
        ("sha1", Fields.Malware.Hash.Sha1.Name),
        ("id", "extra.feed_id"),
        ("adip", "extra.adip"),
        ("proto", Fields.Protocol.Transport.Name),
        ("sport", Fields.Source.Port.Name),
        ("url", Fields.Source.Url.Name),
        ("confidence", "extra.confidence"),
        ("source", "extra.feed_source"),
    ];

    // The last two say how n6 got and may hand on the event.
    private static readonly FrozenSet<string> Others = FrozenSet.Create(StringComparer.Ordinal, "fqdn", "expires", "name", "type", "category", "address", "origin", "restriction");

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ReadOnlyMemory<byte> text = TextOf(report);
        var element = new ReportLine(text, 1, 0);
        if (IsTooLong(element))
            return [FailTooLong(report, element)];
        if (text.Span.IndexOf("TEST MESSAGE"u8) >= 0)
            return [];
        using JsonDocument? document = JsonReport.Parse(text);
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
            throw new InvalidReportException("The report is not a JSON object.");
        return ReadEvent(report, element, document.RootElement);
    }

    private IReadOnlyList<ParsedItem> ReadEvent(Report report, ReportLine element, JsonElement source)
    {
        var common = new EventDraft(NewEvent(report));
        SetRaw(common.Event, report.Raw);
        foreach ((string member, string field) in Members)
            common.Add(field, JsonReport.Member(source, member), member);
        AddHost(common, JsonReport.Member(source, "fqdn"));
        AddExpiry(common, JsonReport.Member(source, "expires"));
        AddName(common, JsonReport.Member(source, "name"));
        AddClassification(common, source);
        AddUnknown(common, source);
        if (!common.HasKnown && !Others.Any(name => source.TryGetProperty(name, out _)))
            common.Fail(null, "has no member that is known");
        if (common.IsBroken)
            return [Fail(report, element, common.Field, common.Reason!)];
        List<EventDraft> drafts = source.TryGetProperty("address", out JsonElement addresses) ? DraftsOf(common, addresses) : [];
        if (drafts.Find(static draft => draft.IsBroken) is not { } broken)
            return Finish([.. drafts.ConvertAll(static draft => draft.Event), common.Event], report, element);
        ParsedItem failure = Fail(report, element with { Text = WithBroken(source, addresses, drafts) }, broken.Field, broken.Reason!);
        drafts.RemoveAll(static draft => draft.IsBroken);
        return drafts.Count == 0 ? [failure] : [.. Finish([.. drafts.ConvertAll(static draft => draft.Event), common.Event], report, element), failure];
    }

    // The report with those addresses alone that make no events.
    private static byte[] WithBroken(JsonElement source, JsonElement addresses, List<EventDraft> drafts)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach ((string name, JsonElement value) in JsonReport.Members(source))
            {
                writer.WritePropertyName(name);
                if (name != "address" || value.ValueKind != JsonValueKind.Array)
                {
                    value.WriteTo(writer);
                    continue;
                }

                writer.WriteStartArray();
                for (int i = 0; i < drafts.Count; i++)
                {
                    if (drafts[i].IsBroken)
                        addresses[i].WriteTo(writer);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return text.ToArray();
    }

    private static void AddUnknown(EventDraft draft, JsonElement source)
    {
        foreach ((string name, JsonElement value) in JsonReport.Members(source))
        {
            if (!Others.Contains(name) && !Array.Exists(Members, known => known.Member == name))
                draft.Keep(name, JsonReport.ValueOf(value));
        }
    }

    private static void AddHost(EventDraft draft, FieldValue name)
    {
        if (!name.Utf8.SequenceEqual("unknown"u8))
            draft.Add(Fields.Source.Fqdn, name);
    }

    private static void AddExpiry(EventDraft draft, FieldValue time)
    {
        if (time.IsIgnored)
            return;
        var buffer = new Utf8Buffer();
        Harmonized converted = HarmonizationTypes.DateTime.Convert(time, buffer);
        if (converted.IsValid)
            draft.Add("extra.expires", converted.Value(time, buffer));
        else
            draft.Keep("expires", time);
    }

    // A name with other than visible ASCII characters goes without them, and is kept as a description.
    private static void AddName(EventDraft draft, FieldValue name)
    {
        if (draft.AddIfValid(Fields.Malware.Name, name))
            return;
        if (name.TryGetString(out string? text))
            draft.AddDetail(Fields.Malware.Name, string.Concat(text.Where(static symbol => symbol is >= ' ' and <= '~')), "name");
        draft.AddDetail(Fields.EventDescription.Text, name, "name");
    }

    private static void AddClassification(EventDraft draft, JsonElement source)
    {
        FieldValue type = JsonReport.Member(source, "type");
        FieldValue category = JsonReport.Member(source, "category");
        if (type.Utf8.SequenceEqual("bl-update"u8))
        {
            draft.Add(Fields.Classification.Taxonomy, ClassificationTaxonomy.Other);
            draft.Add(Fields.Classification.Type, ClassificationType.Blacklist);
        }
        else if (category.Kind == FieldValueKind.Text && N6Category.ByName.TryGetValue(category.ToString(), out N6Category? known))
        {
            FieldValue name = JsonReport.Member(source, "name");
            bool isBot = known == N6Category.ByName["bots"] && !name.IsIgnored && !name.IsMissing;
            draft.Add(Fields.Classification.Taxonomy, known.Taxonomy);
            draft.Add(Fields.Classification.Type, known.Type);
            draft.AddDetail(Fields.Classification.Identifier, isBot ? name : FieldValue.Text(Encoding.UTF8.GetBytes(known.Identifier)), "name");
        }
        else if (category.Kind != FieldValueKind.Null)
        {
            draft.Add(Fields.Classification.Taxonomy, ClassificationTaxonomy.Other);
            draft.Add(Fields.Classification.Type, ClassificationType.Undetermined);
            draft.Keep("category", category);
        }
    }

    private static List<EventDraft> DraftsOf(EventDraft common, JsonElement addresses)
    {
        var drafts = new List<EventDraft>();
        if (addresses.ValueKind != JsonValueKind.Array)
        {
            if (!JsonReport.IsNothing(addresses))
                drafts.Add(DraftOf(common, addresses));
            return drafts;
        }

        foreach (JsonElement address in addresses.EnumerateArray())
            drafts.Add(DraftOf(common, address));
        return drafts;
    }

    private static EventDraft DraftOf(EventDraft common, JsonElement address)
    {
        var draft = new EventDraft(common.Event.Clone());
        if (address.ValueKind == JsonValueKind.String)
        {
            draft.Add(Fields.Source.Ip, JsonReport.ValueOf(address));
            return draft;
        }

        if (address.ValueKind != JsonValueKind.Object || !address.TryGetProperty("ip", out _))
        {
            draft.Fail("address", "has no ip");
            return draft;
        }

        foreach ((string name, JsonElement value) in JsonReport.Members(address))
        {
            string? field = name switch
            {
                "ip" => Fields.Source.Ip.Name,
                "asn" => Fields.Source.Asn.Name,
                "rdns" => Fields.Source.ReverseDns.Name,
                "cc" => Fields.Source.Geolocation.Cc.Name,
                _ => null,
            };
            if (field is null)
                draft.Keep($"address.{name}", JsonReport.ValueOf(value));
            else
                draft.Add(field, JsonReport.ValueOf(value), $"address.{name}");
        }

        return draft;
    }
}

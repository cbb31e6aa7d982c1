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
/// case. Test messages make no events. Where an address is faulty, the whole report is one failure.
/// </summary>
public sealed class N6StompParser : EventParser
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

    /// <summary>Creates the parser.</summary>
    public N6StompParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public N6StompParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.n6.parser_n6stomp",
        "Parses the events of CERT Polska's n6.",
        static (options, services) => new N6StompParser(options, services));

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
            common.Add(field, JsonReport.Member(source, member));
        AddHost(common, JsonReport.Member(source, "fqdn"));
        AddExpiry(common, JsonReport.Member(source, "expires"));
        AddName(common, JsonReport.Member(source, "name"));
        AddClassification(common, source);
        var drafts = new List<EventDraft>();
        if (source.TryGetProperty("address", out JsonElement addresses))
            AddAddresses(common, addresses, drafts);
        drafts.Add(common);
        return drafts.Find(static draft => draft.IsBroken) is { } broken
            ? [Fail(report, element, broken.Field, broken.Reason!)]
            : Finish(drafts.ConvertAll(static draft => draft.Event), report, element);
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
    }

    // A name with other than visible ASCII characters goes without them, and is kept as a description.
    private static void AddName(EventDraft draft, FieldValue name)
    {
        if (draft.AddIfValid(Fields.Malware.Name, name) || !name.TryGetString(out string? text))
            return;
        draft.Add(Fields.Malware.Name, string.Concat(text.Where(static symbol => symbol is >= ' ' and <= '~')));
        draft.Add(Fields.EventDescription.Text, name);
    }

    private static void AddClassification(EventDraft draft, JsonElement source)
    {
        FieldValue type = JsonReport.Member(source, "type");
        FieldValue category = JsonReport.Member(source, "category");
        if (type.IsMissing)
        {
            draft.Fail("type", "is missing");
        }
        else if (type.Utf8.SequenceEqual("bl-update"u8))
        {
            draft.Add(Fields.Classification.Taxonomy, ClassificationTaxonomy.Other);
            draft.Add(Fields.Classification.Type, ClassificationType.Blacklist);
        }
        else if (category.Kind == FieldValueKind.Text && N6Category.ByName.TryGetValue(category.ToString(), out N6Category? known))
        {
            FieldValue name = JsonReport.Member(source, "name");
            bool isBot = known == N6Category.ByName["bots"] && !name.IsMissing;
            draft.Add(Fields.Classification.Taxonomy, known.Taxonomy);
            draft.Add(Fields.Classification.Type, known.Type);
            draft.Add(Fields.Classification.Identifier, isBot ? name : FieldValue.Text(Encoding.UTF8.GetBytes(known.Identifier)));
        }
        else if (category.Kind != FieldValueKind.Null)
        {
            draft.Fail("category", "is none of those that are known");
        }
    }

    private static void AddAddresses(EventDraft common, JsonElement addresses, List<EventDraft> drafts)
    {
        if (JsonReport.IsNothing(addresses))
            return;
        if (addresses.ValueKind != JsonValueKind.Array)
        {
            common.Fail("address", "is not a list");
            return;
        }

        foreach (JsonElement address in addresses.EnumerateArray())
        {
            var draft = new EventDraft(common.Event.Clone());
            drafts.Add(draft);
            if (address.ValueKind != JsonValueKind.Object || !address.TryGetProperty("ip", out JsonElement ip))
            {
                draft.Fail("address", "has no ip");
                continue;
            }

            draft.Add(Fields.Source.Ip, JsonReport.ValueOf(ip));
            draft.Add(Fields.Source.Asn, JsonReport.Member(address, "asn"));
            draft.Add(Fields.Source.ReverseDns, JsonReport.Member(address, "rdns"));
            draft.Add(Fields.Source.Geolocation.Cc, JsonReport.Member(address, "cc"));
        }
    }
}

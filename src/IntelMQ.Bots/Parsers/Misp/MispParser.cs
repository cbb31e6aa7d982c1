using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Misp;

/// <summary>The parameters of <see cref="MispParser"/>.</summary>
public sealed class MispParserOptions : ParserOptions
{
    /// <summary>
    /// <c>extended</c>: whether events also hold what IntelMQ leaves out: <c>tlp</c> from TLP tags and <c>extra.misp.to_ids</c>; whether the
    /// attributes of an object become one event, with the object's name and UUID; and whether an attribute's own tags come before those of
    /// its event. The parameter is this project's own.
    /// </summary>
    public bool Extended { get; set; }
}

/// <summary>
/// Parses MISP events: one JSON object a report, with or without the member <c>Event</c> around it. Each attribute of a known type and
/// category becomes an event, those of objects behind the others. Tags of the taxonomies <c>ecsirt</c> and <c>rsit</c> give the
/// classification.
/// </summary>
public sealed class MispParser : EventParser
{
    private readonly bool _extended;

    /// <summary>Creates the parser.</summary>
    public MispParser(MispParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    public MispParser(MispParserOptions options, BotServices services)
        : base(options, services)
    {
        ArgumentNullException.ThrowIfNull(options);
        _extended = options.Extended;
    }

    internal static BotDescriptor Descriptor { get; } = BotDescriptor.For<MispParser, MispParserOptions>(
        "intelmq.bots.parsers.misp.parser",
        BotKind.Parser,
        "Parses the attributes of MISP events.",
        MispJson.Default.MispParserOptions,
        static (options, services) => new MispParser(options, services));

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        using JsonDocument? document = JsonReport.Parse(TextOf(report));
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
            throw new InvalidReportException("The report is not a JSON object.");
        JsonElement root = document.RootElement;
        if (root.TryGetProperty("Event"u8, out JsonElement inner) && inner.ValueKind == JsonValueKind.Object)
            root = inner;
        var source = new MispEvent(root);
        Event common = Common(report, source);
        foreach (JsonElement attribute in source.Attributes)
        {
            if (ReadAttribute(report, source, common, attribute) is { } item)
                yield return item;
        }

        foreach (JsonElement container in source.Objects)
        {
            foreach (ParsedItem item in _extended ? ReadObject(report, source, common, container) : ReadEach(report, source, common, container))
                yield return item;
        }
    }

    private Event Common(Report report, MispEvent source)
    {
        var draft = new EventDraft(NewEvent(report));
        draft.Add(Fields.Misp.EventUuid, JsonReport.ValueOf(source.Uuid));
        if (report[Fields.Feed.Url] is { } url)
            draft.Add(Fields.EventDescription.Url, MispEvent.Join(url, $"events/view/{JsonReport.TextOf(source.Id)}"));
        if (source.MalwareName is { } name)
            draft.AddIfValid(Fields.Malware.Name, name);
        return draft.IsBroken ? throw new InvalidReportException(draft.Reason!) : draft.Event;
    }

    private IEnumerable<ParsedItem> ReadEach(Report report, MispEvent source, Event common, JsonElement container)
    {
        foreach (JsonElement attribute in MispEvent.List(container, "Attribute"u8))
        {
            if (ReadAttribute(report, source, common, attribute) is { } item)
                yield return item;
        }
    }

    private ParsedItem? ReadAttribute(Report report, MispEvent source, Event common, JsonElement attribute)
    {
        var draft = new EventDraft(common.Clone());
        if (!TryAdd(draft, attribute, out MispAttribute? known))
            return draft.IsBroken ? Fail(report, new ReportLine(source.Alone("Attribute", attribute), 0, 0), draft.Field, draft.Reason!) : null;
        Classify(draft, source, known.Tags);
        if (draft.IsBroken)
            return Fail(report, new ReportLine(source.Alone("Attribute", attribute), 0, 0), draft.Field, draft.Reason!);
        SetRaw(draft.Event, JsonReport.Write(attribute, sortKeys: true));
        return Finish(draft.Event, report, new ReportLine(report.Raw, 0, 0));
    }

    // One event for attributes that go to different fields; a field that is taken begins another event.
    private List<ParsedItem> ReadObject(Report report, MispEvent source, Event common, JsonElement container)
    {
        var drafts = new List<EventDraft>();
        foreach (JsonElement attribute in MispEvent.List(container, "Attribute"u8))
        {
            var draft = new EventDraft(common.Clone());
            bool isKnown = TryAdd(draft, attribute, out MispAttribute? known);
            if (!isKnown && !draft.IsBroken)
                continue;
            if (isKnown && !draft.IsBroken && drafts.Count > 0 && known!.TryMerge(drafts[^1].Event))
                continue;
            if (isKnown)
            {
                Classify(draft, source, [.. known!.Tags, .. MispEvent.Tags(container)]);
                draft.Add("extra.misp.object_name", FeedMember(container, "name"u8));
                draft.Add("extra.misp.object_uuid", FeedMember(container, "uuid"u8));
            }

            if (draft.IsBroken)
                return [Fail(report, new ReportLine(source.Alone("Object", container), 0, 0), draft.Field, draft.Reason!)];
            drafts.Add(draft);
        }

        byte[] raw = JsonReport.Write(container, sortKeys: true);
        drafts.ForEach(draft => SetRaw(draft.Event, raw));
        return [.. Finish(drafts.ConvertAll(static draft => draft.Event), report, new ReportLine(report.Raw, 0, 0))];
    }

    private bool TryAdd(EventDraft draft, JsonElement attribute, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out MispAttribute? known)
    {
        if (!MispAttribute.TryRead(attribute, out known, out string? fault))
        {
            if (fault is not null)
                draft.Fail(null, fault);
            return false;
        }

        known.Store(draft);
        draft.Add(Fields.Misp.AttributeUuid, FeedMember(attribute, "uuid"u8));
        draft.Add(Fields.Comment, FeedMember(attribute, "comment"u8));
        draft.Add(Fields.EventDescription.Text, FeedMember(attribute, "category"u8));
        if (TimeFormat.Timestamp.TryParse(FeedMember(attribute, "timestamp"u8).Utf8, out DateTimeOffset time))
            draft.Event.TryAdd(Fields.Time.Source, time);
        else
            draft.Fail(Fields.Time.Source.Name, "is not a number of seconds since 1970");
        if (_extended && attribute.TryGetProperty("to_ids"u8, out JsonElement toIds))
            draft.Add("extra.misp.to_ids", JsonReport.ValueOf(toIds));
        return true;
    }

    private void Classify(EventDraft draft, MispEvent source, IReadOnlyList<string> own)
    {
        if (_extended)
        {
            MispTags.Classify(draft, own, source.OwnTags);
            if ((MispTags.TlpOf(own) ?? MispTags.TlpOf(source.OwnTags)) is { } tlp)
                draft.Add(Fields.Tlp, tlp);
            return;
        }

        // What IntelMQ knows counts first: the event's tags of its own table.
        if (MispTags.HasKnown(source.OwnTags))
            MispTags.Classify(draft, source.OwnTags);
        else
            MispTags.Classify(draft, own, source.OwnTags);
    }

    private static FieldValue FeedMember(JsonElement parent, ReadOnlySpan<byte> name)
        => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) ? JsonReport.ValueOf(value) : FieldValue.Missing;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MispParserOptions))]
internal sealed partial class MispJson : JsonSerializerContext;

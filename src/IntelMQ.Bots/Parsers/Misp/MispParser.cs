using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Misp;

/// <summary>The parameters of <see cref="MispParser"/>.</summary>
public sealed partial class MispParserOptions : ParserOptions
{
    /// <summary>
    /// <c>extended</c>: whether events also hold what IntelMQ leaves out: <c>tlp</c> from TLP tags, <c>extra.misp.to_ids</c>, <c>malware.name</c> from
    /// galaxies, <c>extra.misp.first_seen</c>, and <c>time.source</c> from <c>last_seen</c>; whether the attributes of an object become one event, with the
    /// object's name and UUID, and an object <c>intelmq_event</c> the event that it was made of; and whether an attribute's own tags come before those of its event. The parameter is this project's own.
    /// </summary>
    public bool Extended { get; set; }

    /// <summary>
    /// <c>all_types</c>: whether attributes of all types and categories become events; those that have no field of their own are below <c>extra.misp.</c>,
    /// by their type (<c>extra.misp.mac_address</c>). Off by default, as in IntelMQ. The parameter is this project's own.
    /// </summary>
    public bool AllTypes { get; set; }
}

/// <summary>
/// Parses MISP events: one JSON object a report, with or without the member <c>Event</c> around it; a list of them; or an answer of MISP's API
/// with events or attributes. Each attribute of a known type becomes an event, those of objects behind the others; deleted ones do not. Tags of the taxonomies <c>ecsirt</c> and <c>rsit</c> give the
/// classification.
/// </summary>
[Bot("intelmq.bots.parsers.misp.parser", BotKind.Parser, Summary = "Parses the attributes of MISP events.")]
public sealed partial class MispParser : EventParser
{
    private readonly bool _extended;
    private readonly bool _allTypes;

    /// <summary>Creates the parser.</summary>
    public MispParser(MispParserOptions options, BotServices services)
        : base(options, services)
    {
        _extended = options.Extended;
        _allTypes = options.AllTypes;
    }

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        using JsonDocument? document = JsonReport.Parse(TextOf(report));
        if (document is null || document.RootElement.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            throw new InvalidReportException("The report is not a JSON object.");
        foreach (JsonElement element in MispEvent.In(document.RootElement))
        {
            foreach (ParsedItem item in ReadEvent(report, element))
                yield return item;
        }
    }

    private IEnumerable<ParsedItem> ReadEvent(Report report, JsonElement element)
    {
        if (MispEvent.Of(element) is not { } source)
        {
            yield return Fail(report, new ReportLine((byte[])[(byte)'[', .. JsonMarshal.GetRawUtf8Value(element), (byte)']'], 0, 0), "The element is no MISP event: it has no list 'Attribute'.");
            yield break;
        }

        Event common = Common(report, source);
        foreach (ParsedItem item in ReadEach(report, source, common, source.Attributes))
            yield return item;
        IEnumerable<ParsedItem> items = _extended
            ? ForEach(report, source.Objects, container => new ReportLine(source.Alone("Object", container), 0, 0), container => ReadObject(report, source, common, container))
            : ReadEach(report, source, common, source.Objects.SelectMany(static container => MispEvent.List(container, "Attribute"u8)));
        foreach (ParsedItem item in items)
            yield return item;
    }

    private Event Common(Report report, MispEvent source)
    {
        var draft = new EventDraft(NewEvent(report));
        AddEvent(draft, report, source.Uuid, source.Id);
        if ((source.MalwareName ?? (_extended ? source.GalaxyName : null)) is { } name)
            draft.AddIfValid(Fields.Malware.Name, name);
        if (_extended)
            source.KeepNew(draft);
        return draft.Event;
    }

    // An event that comes from a feed has no number; MISP finds it by its UUID, too.
    private static void AddEvent(EventDraft draft, Report report, JsonElement? uuid, JsonElement? id)
    {
        if (uuid is { } known)
            draft.AddDetail(Fields.Misp.EventUuid, JsonReport.ValueOf(known), "misp.event_uuid");
        if (report[Fields.Feed.Url] is { } url && (id ?? uuid) is { } name)
            draft.AddDetail(Fields.EventDescription.Url, MispEvent.Join(url, $"events/view/{JsonReport.TextOf(name)}"), "misp.event_url");
    }

    private IEnumerable<ParsedItem> ReadEach(Report report, MispEvent source, Event common, IEnumerable<JsonElement> attributes)
        => ForEach(report, attributes, attribute => new ReportLine(source.Alone("Attribute", attribute), 0, 0), attribute => ReadAttribute(report, source, common, attribute));

    private ParsedItem? ReadAttribute(Report report, MispEvent source, Event common, JsonElement attribute)
    {
        var draft = new EventDraft(common.Clone());
        if (!TryAdd(draft, attribute, out MispAttribute? known))
            return draft.IsBroken ? Fail(report, new ReportLine(source.Alone("Attribute", attribute), 0, 0), draft.Field, draft.Reason!) : null;
        if (attribute.TryGetProperty("Event"u8, out JsonElement owner) && owner.ValueKind == JsonValueKind.Object && source.Uuid is null)
            AddEvent(draft, report, Member(owner, "uuid"u8), Member(owner, "id"u8));
        Classify(draft, source, known.Tags);
        if (draft.IsBroken)
            return Fail(report, new ReportLine(source.Alone("Attribute", attribute), 0, 0), draft.Field, draft.Reason!);
        SetRaw(draft.Event, JsonReport.Write(attribute, sortKeys: true));
        return Finish(draft.Event, report, new ReportLine(report.Raw, 0, 0));
    }

    private ParsedItem ReadStored(Report report, MispEvent source, Event common, JsonElement container)
    {
        var draft = new EventDraft(common.Clone());
        StoredEvent.Restore(draft, container);
        if (!draft.Event.Contains(Fields.Classification.Type))
            Classify(draft, source, MispEvent.Tags(container));
        draft.Keep("misp.object_uuid", FeedMember(container, "uuid"u8));
        if (draft.IsBroken)
            return Fail(report, new ReportLine(source.Alone("Object", container), 0, 0), draft.Field, draft.Reason!);
        SetRaw(draft.Event, JsonReport.Write(container, sortKeys: true));
        return Finish(draft.Event, report, new ReportLine(report.Raw, 0, 0));
    }

    // One event for attributes that go to different fields; a field that is taken begins another event.
    private List<ParsedItem> ReadObject(Report report, MispEvent source, Event common, JsonElement container)
    {
        if (StoredEvent.Is(container))
            return [ReadStored(report, source, common, container)];
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
                draft.Keep("misp.object_name", FeedMember(container, "name"u8));
                draft.Keep("misp.object_uuid", FeedMember(container, "uuid"u8));
                NewMembers.Keep(draft, container, MispMembers.Object, "misp.object_");
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
        if (!MispAttribute.TryRead(attribute, _allTypes, out known, out string? fault))
        {
            if (fault is not null)
                draft.Fail(null, fault);
            return false;
        }

        known.Store(draft);
        draft.AddDetail(Fields.Misp.AttributeUuid, FeedMember(attribute, "uuid"u8), "misp.attribute_uuid");
        draft.AddDetail(Fields.Comment, FeedMember(attribute, "comment"u8), "comment");
        draft.AddDetail(Fields.EventDescription.Text, FeedMember(attribute, "category"u8), "category");
        if (_extended)
            AddSeen(draft, attribute, known);
        FieldValue seen = FeedMember(attribute, "timestamp"u8);
        if (draft.Event.Contains(Fields.Time.Source))
            return Kept(draft, attribute);
        if (TimeFormat.Timestamp.TryParse(seen.Utf8, out DateTimeOffset time))
            draft.Event.TryAdd(Fields.Time.Source, time);
        else
            draft.Keep("timestamp", seen);
        return Kept(draft, attribute);
    }

    // When a thing was seen is nearer to the matter than when its attribute was changed.
    private static void AddSeen(EventDraft draft, JsonElement attribute, MispAttribute known)
    {
        if (MispGalaxies.MalwareOf(attribute, known.Tags) is { } name)
            draft.AddIfValid(Fields.Malware.Name, name);
        if (attribute.TryGetProperty("last_seen"u8, out JsonElement last) && last.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(last.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            draft.Event.TryAdd(Fields.Time.Source, time);
        if (attribute.TryGetProperty("first_seen"u8, out JsonElement first) && first.ValueKind == JsonValueKind.String)
            draft.Keep("misp.first_seen", JsonReport.ValueOf(first));
    }

    private bool Kept(EventDraft draft, JsonElement attribute)
    {
        if (_extended && attribute.TryGetProperty("to_ids"u8, out JsonElement toIds))
            draft.Keep("misp.to_ids", JsonReport.ValueOf(toIds));
        if (_extended)
            NewMembers.Keep(draft, attribute, MispMembers.Attribute, "misp.attribute_");
        return true;
    }

    private void Classify(EventDraft draft, MispEvent source, IReadOnlyList<string> own)
    {
        if (_extended)
        {
            MispTags.Classify(draft, own, source.OwnTags);
            if ((MispTags.TlpOf(own) ?? MispTags.TlpOf(source.OwnTags)) is { } tlp)
                draft.AddDetail(Fields.Tlp, tlp, "tlp");
            return;
        }

        // What IntelMQ knows counts first: the event's tags of its own table.
        if (MispTags.HasKnown(source.OwnTags))
            MispTags.Classify(draft, source.OwnTags);
        else
            MispTags.Classify(draft, own, source.OwnTags);
    }

    private static JsonElement? Member(JsonElement parent, ReadOnlySpan<byte> name) => parent.TryGetProperty(name, out JsonElement value) ? value : null;

    private static FieldValue FeedMember(JsonElement parent, ReadOnlySpan<byte> name)
        => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) ? JsonReport.ValueOf(value) : FieldValue.Missing;
}

using IntelMQ.Bots;
using IntelMQ.Harmonization;

namespace IntelMQ.Misp.Outputs;

/// <summary>Parameters of <see cref="MispFeedOutput"/>.</summary>
public sealed partial class MispFeedOutputOptions : BotOptions
{
    internal const string ForAll = "__all__";
    internal const string Placeholder = "{separator}";

    private const string DefaultInterval = "1 hour";

    /// <summary><c>output_dir</c>: the folder of the feed, which a web server serves to MISP.</summary>
    [Required("give the folder of the feed")]
    [Reaches(Outside.Folder)]
    public string OutputDir { get; set; } = "/opt/intelmq/var/lib/bots/mispfeed-output";

    /// <summary><c>misp_org_name</c>: the name of the organisation that publishes the feed.</summary>
    [Required("give the name of the organisation that publishes the feed")]
    public string? MispOrgName { get; set; }

    /// <summary><c>misp_org_uuid</c>: the UUID of the organisation, as MISP shows it.</summary>
    [Required("give the UUID of the organisation")]
    public string? MispOrgUuid { get; set; }

    /// <summary><c>interval_event</c>: how long events go into the same event of MISP, such as <c>1 hour</c>, which is also what <see langword="null"/> means.</summary>
    public string? IntervalEvent { get; set; } = DefaultInterval;

    /// <summary>
    /// <c>bulk_save_count</c>: the feed shows events only when so many are there, or the interval is over. By default, and with
    /// <see langword="null"/>, it shows them as soon as that costs little: at once while an event of MISP is small, in larger steps as it grows.
    /// </summary>
    [Range(1)]
    public int? BulkSaveCount { get; set; }

    /// <summary><c>max_age</c>: how long events may wait until the feed shows them, where there is no <c>bulk_save_count</c>. The parameter is this project's own.</summary>
    [Range(1, 86400)]
    [Unit("seconds")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// <c>max_objects</c>: the most events that one event of MISP holds; the next ones go into another one. MISP takes large ones in slowly.
    /// The parameter is this project's own.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxObjects { get; set; } = 10_000;

    /// <summary>
    /// <c>keep_for</c>: how long events of MISP stay in the feed after their interval, such as <c>30 days</c>; by default for ever. Only
    /// those that this organisation has published are removed. The parameter is this project's own.
    /// </summary>
    public string? KeepFor { get; set; }

    /// <summary><c>event_separator</c>: a field by whose values events of MISP are kept apart; those without it go together.</summary>
    public string? EventSeparator { get; set; }

    /// <summary><c>additional_info</c>: text in front of the title of events of MISP; <c>{separator}</c> in it stands for the value of the field that keeps them apart.</summary>
    public string? AdditionalInfo { get; set; }

    /// <summary>
    /// <c>attribute_mapping</c>: the only fields that become attributes, each with a map of what MISP is told about them: <c>category</c>,
    /// <c>comment</c>, <c>disable_correlation</c>, <c>distribution</c>, <c>to_ids</c>, <c>type</c>. A text that is the name of a field of the
    /// event stands for its value. All fields by default.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, PlainValue>> AttributeMapping { get; set; } = new Dictionary<string, IReadOnlyDictionary<string, PlainValue>>();

    /// <summary>
    /// <c>tagging</c>: tags of events of MISP: lists of maps with the members of a tag (<c>name</c>, <c>colour</c>), under <c>__all__</c> for
    /// all events, and under a value of <c>event_separator</c> for those.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TextMap>> Tagging { get; set; } = new Dictionary<string, IReadOnlyList<TextMap>>();

    /// <summary><c>misp_distribution</c>: MISP's number of how far events are passed on, 0 to 3; by default what the MISP that fetches the feed takes. The parameter is this project's own.</summary>
    [Range(0, 3)]
    public int? MispDistribution { get; set; }

    /// <summary>
    /// <c>misp_valid_types</c>: values that MISP does not take for their type (a host name of one label, a hash that is none) become texts, and
    /// whole numbers and booleans are written as MISP wants them; else MISP leaves such attributes out. Off by default, as in IntelMQ. The
    /// parameter is this project's own.
    /// </summary>
    public bool MispValidTypes { get; set; }

    /// <summary>How long events go into the same event of MISP.</summary>
    internal TimeSpan Interval => SpanOf(string.IsNullOrEmpty(IntervalEvent) ? DefaultInterval : IntervalEvent) ?? TimeSpan.FromHours(1);

    /// <summary>How long events of MISP stay.</summary>
    internal TimeSpan? Keeps => SpanOf(KeepFor);

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!string.IsNullOrEmpty(MispOrgUuid) && !Guid.TryParseExact(MispOrgUuid, "D", out _))
            complaints.Add("misp_org_uuid is no UUID: give the one that MISP shows for the organisation.");
        if (!string.IsNullOrEmpty(IntervalEvent) && SpanOf(IntervalEvent) is null)
            complaints.Add("interval_event is no span of time: give a number and a unit, such as '1 hour'.");
        if (!string.IsNullOrEmpty(KeepFor) && SpanOf(KeepFor) is null)
            complaints.Add("keep_for is no span of time: give a number and a unit, such as '30 days'.");
        foreach ((string field, IReadOnlyDictionary<string, PlainValue> members) in AttributeMapping)
        {
            foreach (string member in members.Keys.Where(static member => !FeedObjectForm.Members.Contains(member)))
                complaints.Add($"attribute_mapping says '{member}' of {field}, which is no member of an attribute: use {string.Join(", ", FeedObjectForm.Members)}.");
        }

        foreach ((string value, IReadOnlyList<TextMap> tags) in Tagging)
        {
            if (string.IsNullOrEmpty(EventSeparator) && value != ForAll)
                complaints.Add($"tagging names '{value}', but there is no event_separator: without it only {ForAll} can have tags.");
            if (tags.Any(static tag => !tag.ContainsKey("name")))
                complaints.Add($"tagging has a tag without name under '{value}': give each tag a name.");
        }
    }

    private static TimeSpan? SpanOf(string? text) => RelativeTime.TryParse(text, out TimeSpan span) && span > TimeSpan.Zero ? span : null;
}

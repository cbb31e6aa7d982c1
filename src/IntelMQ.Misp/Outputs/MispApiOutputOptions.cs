using IntelMQ.Bots;
using IntelMQ.Harmonization;

namespace IntelMQ.Misp.Outputs;

/// <summary>Parameters of <see cref="MispApiOutput"/>.</summary>
public sealed partial class MispApiOutputOptions : BotOptions
{
    private const string DefaultInterval = "1 day";

    /// <summary><c>misp_url</c>: the address of the MISP server.</summary>
    [Required("give the address")]
    [Reaches(Outside.Url)]
    public string? MispUrl { get; set; }

    /// <summary><c>misp_key</c>: the key of the API.</summary>
    [Required("give the key of the API")]
    public Secret? MispKey { get; set; }

    /// <summary><c>misp_tag_for_bot</c>: the tag of all events that the bot makes, by which it finds them again.</summary>
    [Required("give the tag of the events that the bot makes")]
    public string? MispTagForBot { get; set; }

    /// <summary>
    /// <c>significant_fields</c>: the fields that say whether MISP has an event already. Events that have none of them are passed over with a
    /// warning.
    /// </summary>
    public FieldList SignificantFields { get; set; } = FieldList.Create([]);

    /// <summary><c>add_feed_provider_as_tag</c>: tag <c>IntelMQ:feed.provider="..."</c>; on by default.</summary>
    public bool AddFeedProviderAsTag { get; set; } = true;

    /// <summary><c>add_feed_name_as_tag</c>: tag <c>IntelMQ:feed.name="..."</c>; on by default.</summary>
    public bool AddFeedNameAsTag { get; set; } = true;

    /// <summary><c>misp_additional_correlation_fields</c>: fields besides the significant ones by which MISP is to look for other events.</summary>
    public FieldList MispAdditionalCorrelationFields { get; set; } = FieldList.Create([]);

    /// <summary><c>misp_additional_tags</c>: further tags of all events.</summary>
    public IReadOnlyList<string> MispAdditionalTags { get; set; } = [];

    /// <summary><c>misp_to_ids_fields</c>: the fields that detection systems are to look for.</summary>
    public FieldList MispToIdsFields { get; set; } = FieldList.Create([]);

    /// <summary><c>misp_publish</c>: publish new events; off by default.</summary>
    public bool MispPublish { get; set; }

    /// <summary>
    /// <c>misp_bulk</c>: put the events of one kind into one event of MISP, hundreds with one request, instead of making an event of MISP of
    /// each; off by default. The parameter is this project's own.
    /// </summary>
    public bool MispBulk { get; set; }

    /// <summary>
    /// <c>misp_group_by</c>: with <c>misp_bulk</c>, the fields whose values the events in one event of MISP have in common, besides those that
    /// become its tags. The parameter is this project's own.
    /// </summary>
    public FieldList MispGroupBy { get; set; } = FieldList.Parse("feed.name,classification.type");

    /// <summary>
    /// <c>misp_group_interval</c>: with <c>misp_bulk</c>, the span of <c>time.observation</c> of the events in one event of MISP, counted from
    /// 1970 in UTC; <c>1 day</c> by default. The parameter is this project's own.
    /// </summary>
    public string MispGroupInterval { get; set; } = DefaultInterval;

    /// <summary><c>misp_bulk_count</c>: with <c>misp_bulk</c>, the most objects of a request. The parameter is this project's own.</summary>
    [Range(1, 10_000)]
    public int MispBulkCount { get; set; } = 500;

    /// <summary><c>misp_sightings</c>: note a sighting of the significant values where MISP has the event already; off by default. The parameter is this project's own.</summary>
    public bool MispSightings { get; set; }

    /// <summary><c>misp_tag_rsit</c>: tag with the classification, as in the reference taxonomy of incidents (<c>rsit:...</c>); off by default. The parameter is this project's own.</summary>
    public bool MispTagRsit { get; set; }

    /// <summary><c>misp_tag_tlp</c>: tag with the field <c>tlp</c> (<c>tlp:...</c>); off by default. The parameter is this project's own.</summary>
    public bool MispTagTlp { get; set; }

    /// <summary>
    /// <c>misp_distribution</c>: MISP's number of how far events are passed on, 0 (own organisation) to 4 (a sharing group); by default what the
    /// server takes. The parameter is this project's own.
    /// </summary>
    [Range(0, 4)]
    public int? MispDistribution { get; set; }

    /// <summary><c>misp_sharing_group_id</c>: with distribution 4, the number of the sharing group. The parameter is this project's own.</summary>
    [Range(1)]
    public int? MispSharingGroupId { get; set; }

    /// <summary>
    /// <c>misp_valid_types</c>: values that MISP does not take for their type (a host name of one label, a hash that is none) become texts, and
    /// whole numbers and booleans are written as MISP wants them; else MISP leaves such attributes out. Off by default, as in IntelMQ. The
    /// parameter is this project's own.
    /// </summary>
    public bool MispValidTypes { get; set; }

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <summary>The span of an event of MISP in bulk.</summary>
    internal TimeSpan GroupSpan => RelativeTime.TryParse(MispGroupInterval, out TimeSpan span) && span > TimeSpan.Zero ? span : TimeSpan.Zero;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        HttpConnectionOptions.ValidateUrl("misp_url", MispUrl, complaints);
        if (GroupSpan == TimeSpan.Zero)
            complaints.Add("misp_group_interval is no span of time: give a number and a unit, such as '1 day'.");
        if (MispDistribution == 4 && MispSharingGroupId is null)
            complaints.Add("misp_distribution is 4, but misp_sharing_group_id does not say which group: give its number.");
        if (MispDistribution != 4 && MispSharingGroupId is not null)
            complaints.Add("misp_sharing_group_id has no effect without misp_distribution 4: set it, or leave the group out.");
    }
}

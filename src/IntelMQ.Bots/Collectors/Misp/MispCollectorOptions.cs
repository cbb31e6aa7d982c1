using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="MispCollector"/>.</summary>
public sealed partial class MispCollectorOptions : CollectorOptions
{
    /// <summary><c>misp_url</c>: the address of the MISP server.</summary>
    [Required("give the address")]
    [Reaches(Outside.Url)]
    public string? MispUrl { get; set; }

    /// <summary><c>misp_key</c>: the key of the API.</summary>
    [Required("give the key of the API")]
    public Secret? MispKey { get; set; }

    /// <summary>
    /// <c>misp_tag_to_process</c>: the tag of the events that are taken, on the event or on one of its attributes; it is removed from an event
    /// that is stored. Needed unless <c>changed_within</c> says which events are taken.
    /// </summary>
    public string? MispTagToProcess { get; set; }

    /// <summary><c>misp_tag_processed</c>: the tag that an event gets once it is stored; none by default.</summary>
    public string? MispTagProcessed { get; set; }

    /// <summary>
    /// <c>changed_within</c>: take events that were changed within a span, such as <c>7 days</c>: each once, and again when it was changed since.
    /// With a tag, only those that have it; without, no tags are changed, and a key that may only read will do. The parameter is this project's own.
    /// </summary>
    public string? ChangedWithin { get; set; }

    /// <summary>Which events are passed over.</summary>
    public MispSelectionOptions Selection { get; } = new();

    /// <summary>
    /// <c>misp_enforce_warninglist</c>: leave out attributes that are on a warning list of the server (public resolvers, large sites); off by
    /// default, as in IntelMQ. The parameter is this project's own.
    /// </summary>
    public bool MispEnforceWarninglist { get; set; }

    /// <summary><c>misp_only_to_ids</c>: take only attributes that detection systems are to look for (<c>to_ids</c>); off by default, as in IntelMQ. The parameter is this project's own.</summary>
    public bool MispOnlyToIds { get; set; }

    /// <summary><c>misp_verify</c>: an old name of <c>http_verify_cert</c>.</summary>
    public bool? MispVerify { get; set; }

    /// <summary><c>page_size</c>: how many events are listed with one request. The parameter is this project's own.</summary>
    [Range(1, 10_000)]
    public int PageSize { get; set; } = 500;

    /// <summary><c>max_report_size</c>: the most bytes of an event; 256 MiB by default. The parameter is this project's own.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <summary>The address with a slash at its end.</summary>
    internal Uri Server => new(MispUrl!.TrimEnd('/') + "/");

    /// <summary>How far back events are looked for; <see langword="null"/> where the tag alone says which.</summary>
    internal TimeSpan? Span => RelativeTime.TryParse(ChangedWithin, out TimeSpan span) && span > TimeSpan.Zero ? span : null;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (!string.IsNullOrEmpty(MispUrl) && (!Uri.TryCreate(MispUrl, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https")))
            complaints.Add("misp_url must be an address that begins with http:// or https://.");
        if (!string.IsNullOrEmpty(ChangedWithin) && Span is null)
            complaints.Add("changed_within is no span of time: give a number and a unit, such as '7 days'.");
        if (string.IsNullOrEmpty(MispTagToProcess) && string.IsNullOrEmpty(ChangedWithin))
            complaints.Add("misp_tag_to_process is missing: give the tag of the events to take, or changed_within.");
        if (!string.IsNullOrEmpty(MispTagToProcess) && MispTagToProcess == MispTagProcessed)
            complaints.Add("misp_tag_processed is misp_tag_to_process, so that events would be taken for ever: give another tag.");
    }
}

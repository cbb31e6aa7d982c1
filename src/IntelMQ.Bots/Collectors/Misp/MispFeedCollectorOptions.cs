using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="MispFeedCollector"/>.</summary>
public sealed partial class MispFeedCollectorOptions : CollectorOptions
{
    /// <summary><c>feed_url</c>: the address of the folder in which <c>manifest.json</c> is.</summary>
    [Required("give the address of the feed's folder")]
    [Reaches(Outside.Url)]
    public string? FeedUrl { get; set; }

    /// <summary><c>changed_within</c>: take only events that were changed within a span, such as <c>30 days</c>; all by default.</summary>
    public string? ChangedWithin { get; set; }

    /// <summary><c>max_report_size</c>: the most bytes of the manifest, and of an event; 256 MiB by default.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary>Which events are passed over.</summary>
    public MispSelectionOptions Selection { get; } = new();

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <summary>The address with a slash at its end.</summary>
    internal Uri Folder => new(FeedUrl!.TrimEnd('/') + "/");

    /// <summary>How far back events are taken; <see langword="null"/> for all.</summary>
    internal TimeSpan? Span => RelativeTime.TryParse(ChangedWithin, out TimeSpan span) && span > TimeSpan.Zero ? span : null;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        HttpConnectionOptions.ValidateUrl("feed_url", FeedUrl, complaints);
        if (!string.IsNullOrEmpty(ChangedWithin) && Span is null)
            complaints.Add("changed_within is no span of time: give a number and a unit, such as '30 days'.");
    }
}

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="ShadowserverReportsApiCollector"/>.</summary>
public sealed partial class ShadowserverReportsApiCollectorOptions : CollectorOptions
{
    private const int LargestReport = 500 << 20;

    /// <summary><c>api_key</c>: the key that Shadowserver gives.</summary>
    [Required("give the key of the API")]
    public Secret? ApiKey { get; set; }

    /// <summary><c>secret</c>: the secret that belongs to the key; requests are signed with it.</summary>
    [Required("give the secret of the API")]
    public Secret? Secret { get; set; }

    /// <summary><c>reports</c>: the mailing lists whose reports are taken; all that the key may see by default.</summary>
    public TextList Reports { get; set; } = [];

    /// <summary><c>types</c>: the types of reports that are taken, such as <c>scan_dns</c>; all by default.</summary>
    public TextList Types { get; set; } = [];

    /// <summary><c>country</c>: one more of <c>reports</c>, an old name.</summary>
    public string? Country { get; set; }

    /// <summary><c>redis_cache_ttl</c>: how long it is remembered that a report was taken; 0 for ever. The service lists the last three days.</summary>
    [Range(0, int.MaxValue)]
    [Unit("seconds")]
    [Parameter("redis_cache_ttl")]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromDays(10);

    /// <summary><c>max_report_size</c>: the most bytes of a report; 256 MiB by default. The parameter is this project's own.</summary>
    [Range(1, LargestReport)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary>Bots in Python that take the same.</summary>
    public SharedCacheOptions Cache { get; } = new();

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <summary>The mailing lists, the old name's with them.</summary>
    internal IReadOnlyList<string> MailingLists => [.. Reports.Append(Country ?? "").Where(static list => list.Length > 0)];

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (CacheTtl > TimeSpan.Zero && CacheTtl < TimeSpan.FromDays(3))
            complaints.Add("redis_cache_ttl is shorter than the three days that the service lists, so that reports would be taken again: give 259200 or more, or 0.");
    }
}

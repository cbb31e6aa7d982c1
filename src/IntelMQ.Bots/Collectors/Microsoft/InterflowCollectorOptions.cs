namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="InterflowCollector"/>.</summary>
public sealed partial class InterflowCollectorOptions : CollectorOptions
{
    /// <summary><c>api_key</c>: the subscription key.</summary>
    [Required("give the key of the API")]
    public Secret? ApiKey { get; set; }

    /// <summary><c>file_match</c>: an expression that the names of files begin with; all by default.</summary>
    public string? FileMatch { get; set; }

    /// <summary><c>not_older_than</c>: files that were changed after a time, or not longer ago than a span; empty for all.</summary>
    public string? NotOlderThan { get; set; } = "2 days";

    /// <summary><c>redis_cache_ttl</c>: how long it is remembered that a file was taken; at least as long as <c>not_older_than</c> reaches back; 0 for ever.</summary>
    [Range(0, int.MaxValue)]
    [Unit("seconds")]
    [Parameter("redis_cache_ttl")]
    public TimeSpan CacheTtl { get; set; } = TimeSpan.FromDays(7);

    /// <summary><c>max_report_size</c>: the most bytes of a file; 256 MiB by default. The parameter is this project's own.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary>Bots in Python that take the same.</summary>
    public SharedCacheOptions Cache { get; } = new();

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        Patterns.Validate("file_match", FileMatch, complaints);
        if (!string.IsNullOrWhiteSpace(NotOlderThan) && TimeLimit.At(NotOlderThan, DateTimeOffset.UnixEpoch + TimeSpan.FromDays(40_000)) is null)
            complaints.Add($"not_older_than cannot be '{NotOlderThan}': give a time such as 2026-05-01, or a span such as 2 days.");
    }
}

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="AlienVaultOtxCollector"/>.</summary>
public sealed partial class AlienVaultOtxCollectorOptions : CollectorOptions
{
    /// <summary><c>api_key</c>: the key of the account.</summary>
    [Required("give the key of the API")]
    public Secret? ApiKey { get; set; }

    /// <summary><c>modified_pulses_only</c>: take only the pulses that changed in the last hours; all that are subscribed to by default.</summary>
    public bool ModifiedPulsesOnly { get; set; }

    /// <summary><c>interval</c>: how far back, with <c>modified_pulses_only</c>.</summary>
    [Range(1, 100_000)]
    [Unit("hours")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(24);

    /// <summary><c>max_report_size</c>: the most bytes of all pulses; 256 MiB by default. The parameter is this project's own.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();
}

namespace IntelMQ.Bots.Collectors;

/// <summary>The parameters of collectors that others connect to.</summary>
public sealed partial class ListenOptions : OptionsPart
{
    /// <summary><c>max_connections</c>: how many connections are served at once; others wait. The parameter is this project's own.</summary>
    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 64;

    /// <summary>
    /// <c>accept_timeout</c>: the time without a connection after which a turn ends; by default it ends with the collector, and the port stays
    /// open between turns in any case. The parameter is this project's own.
    /// </summary>
    [Range(0, 86400, MinimumIsExclusive = true)]
    [Unit("seconds")]
    public TimeSpan? AcceptTimeout { get; set; }

    /// <summary><c>idle_timeout</c>: the silence after which a connection is closed. The parameter is this project's own.</summary>
    [Range(0, 86400, MinimumIsExclusive = true)]
    [Unit("seconds")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary><c>max_report_size</c>: the most bytes of what is sent at once; 64 MiB by default. The parameter is this project's own.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 64 << 20;
}

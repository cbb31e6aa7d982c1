namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="TcpCollector"/>.</summary>
public sealed partial class TcpCollectorOptions : CollectorOptions
{
    /// <summary><c>ip</c>: the local address that others connect to.</summary>
    [Required("give the local address")]
    [Reaches(Outside.Host)]
    public string? Ip { get; set; }

    /// <summary><c>port</c>: the port, 1 to 65535; 0 for any free one.</summary>
    [Required("give the port")]
    [Range(0, 65535)]
    public int? Port { get; set; }

    /// <summary>How connections are taken.</summary>
    public ListenOptions Listen { get; } = new();
}

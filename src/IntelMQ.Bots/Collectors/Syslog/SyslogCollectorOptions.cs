namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="SyslogCollector"/>.</summary>
public sealed partial class SyslogCollectorOptions : CollectorOptions
{
    internal const string Udp = "udp";
    internal const string Tcp = "tcp";
    internal const string Both = "both";
    internal const string Auto = "auto";
    internal const string OctetCounting = "octet-counting";
    internal const string Newline = "newline";

    /// <summary><c>ip</c>: the local address that others send to.</summary>
    [Required("give the local address")]
    [Reaches(Outside.Host)]
    public string? Ip { get; set; }

    /// <summary><c>port</c>: the port; 514 by default, which needs rights on most systems; 0 for any free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 514;

    /// <summary><c>protocol</c>: <c>udp</c>, <c>tcp</c>, or <c>both</c> on the same port.</summary>
    [AllowedValues(Udp, Tcp, Both)]
    public string Protocol { get; set; } = Both;

    /// <summary>
    /// <c>framing</c>: how messages in a connection are told apart: by <c>octet-counting</c> (RFC 6587), by a <c>newline</c> behind each, or
    /// <c>auto</c> for whichever the message's first byte shows: a digit begins a length.
    /// </summary>
    [AllowedValues(Auto, OctetCounting, Newline)]
    public string Framing { get; set; } = Auto;

    /// <summary><c>ssl_certificate</c>: the PEM file of the certificate that connections are secured with; without it they are not. UDP never is.</summary>
    [Reaches(Outside.File)]
    public string? SslCertificate { get; set; }

    /// <summary><c>ssl_key</c>: the PEM file of the certificate's key; by default it stands in the certificate's file.</summary>
    [Reaches(Outside.File)]
    public string? SslKey { get; set; }

    /// <summary><c>ssl_client_authority</c>: the PEM file of the authorities that senders' certificates must come from; by default senders need none.</summary>
    [Reaches(Outside.File)]
    public string? SslClientAuthority { get; set; }

    /// <summary><c>max_message_size</c>: the most bytes of a message; one that is longer is a failure with its beginning.</summary>
    [Range(480, 16 << 20)]
    [Unit("bytes")]
    public int MaxMessageSize { get; set; } = 64 << 10;

    /// <summary>
    /// <c>max_lines</c>: the most messages of a report, one a line. Nothing waits for more: a report holds the messages that have come since the one
    /// before it. A message with line breaks is a report of its own.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxLines { get; set; } = 1000;

    /// <summary>
    /// <c>max_waiting_size</c>: the bytes of messages that may wait for the pipeline. Then connections are read no further, and datagrams are
    /// dropped and counted in the log.
    /// </summary>
    [Range(64 << 10, 1 << 30)]
    [Unit("bytes")]
    public int MaxWaitingSize { get; set; } = 16 << 20;

    /// <summary><c>max_connections</c>: how many connections are served at once; others wait.</summary>
    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 256;

    /// <summary><c>idle_timeout</c>: the silence after which a connection is closed; by default never, since many senders notice too late.</summary>
    [Range(0, 86400, MinimumIsExclusive = true)]
    [Unit("seconds")]
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>
    /// <c>accept_timeout</c>: the time without a connection and a message after which a turn ends; by default it ends with the collector, and the
    /// ports stay open between turns in any case.
    /// </summary>
    [Range(0, 86400, MinimumIsExclusive = true)]
    [Unit("seconds")]
    public TimeSpan? AcceptTimeout { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (string.IsNullOrEmpty(SslCertificate) && !(string.IsNullOrEmpty(SslKey) && string.IsNullOrEmpty(SslClientAuthority)))
            complaints.Add("ssl_certificate is missing: give it, or leave ssl_key and ssl_client_authority out.");
        if (!string.IsNullOrEmpty(SslCertificate) && Protocol == Udp)
            complaints.Add("ssl_certificate has no effect on datagrams: set protocol to tcp, or leave it out.");
    }
}

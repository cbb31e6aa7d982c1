namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="CertstreamCollector"/>.</summary>
public sealed partial class CertstreamCollectorOptions : CollectorOptions
{
    /// <summary><c>url</c>: the address of the stream, or of a server of your own. The parameter is this project's own.</summary>
    [Required("give the address")]
    [Reaches(Outside.Url)]
    public string Url { get; set; } = "wss://certstream.calidog.io/";

    /// <summary><c>heartbeat_timeout</c>: the silence after which the connection counts as broken; the service sends a heartbeat each half minute. The parameter is this project's own.</summary>
    [Range(1, 3600)]
    [Unit("seconds")]
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>When the stream is opened again.</summary>
    public StreamOptions Stream { get; } = new();

    /// <summary>How the connection is made.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (!Uri.TryCreate(Url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("ws" or "wss"))
            complaints.Add("url must be an address that begins with ws:// or wss://.");
    }
}

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="HttpStreamCollector"/>.</summary>
public sealed partial class HttpStreamCollectorOptions : CollectorOptions
{
    /// <summary><c>http_url</c>: the address of the stream.</summary>
    [Required("give the address")]
    [Reaches(Outside.Url)]
    public string? HttpUrl { get; set; }

    /// <summary><c>strip_lines</c>: take white space around lines away; on by default. Empty lines are passed over in any case.</summary>
    public bool StripLines { get; set; } = true;

    /// <summary><c>ssl_client_cert</c>: another name of <c>ssl_client_certificate</c>, under which IntelMQ reads it.</summary>
    [Reaches(Outside.File)]
    public string? SslClientCert { get; set; }

    /// <summary>When the stream is opened again.</summary>
    public StreamOptions Stream { get; } = new();

    /// <summary>How HTTP is spoken. <c>http_timeout_sec</c> is also the longest silence after which the stream counts as broken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (!string.IsNullOrEmpty(HttpUrl) && (!Uri.TryCreate(HttpUrl, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https")))
            complaints.Add("http_url must be an address that begins with http:// or https://.");
    }
}

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="FireEyeCollector"/>.</summary>
public sealed partial class FireEyeCollectorOptions : CollectorOptions
{
    /// <summary><c>host</c>: the appliance's name or address.</summary>
    [Required("give the appliance's name or address")]
    [Reaches(Outside.Host)]
    public string? Host { get; set; }

    /// <summary><c>request_duration</c>: how far back alerts are asked for, in the appliance's words: <c>24_hours</c>, <c>48_hours</c>.</summary>
    [Required("give how far back alerts are asked for, such as 24_hours")]
    public string? RequestDuration { get; set; }

    /// <summary><c>max_report_size</c>: the most bytes of a document; 64 MiB by default. The parameter is this project's own.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 64 << 20;

    /// <summary><c>ssl_client_cert</c>: another name of <c>ssl_client_certificate</c>, under which IntelMQ reads it.</summary>
    [Reaches(Outside.File)]
    public string? SslClientCert { get; set; }

    /// <summary>How HTTP is spoken; user name and password are those of the appliance.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (!string.IsNullOrEmpty(Host) && !Uri.TryCreate($"https://{Host}/", UriKind.Absolute, out _))
            complaints.Add($"host cannot be '{Host}': give the appliance's name or address.");
        if (string.IsNullOrEmpty(Http.HttpUsername) || Http.HttpPassword is null)
            complaints.Add("http_username and http_password are needed: give those of the appliance.");
    }
}

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="EsetCollector"/>.</summary>
public sealed partial class EsetCollectorOptions : CollectorOptions
{
    /// <summary><c>endpoint</c>: the name of the service's host.</summary>
    [Required("give the name of the service's host")]
    [Reaches(Outside.Host)]
    public string Endpoint { get; set; } = "eti.eset.com";

    /// <summary><c>collection</c>: the collection that is polled, such as <c>ei.domains v2 (json)</c>.</summary>
    [Required("give the collection")]
    public string? Collection { get; set; }

    /// <summary><c>username</c>: the user name.</summary>
    [Required("give the user name")]
    public string? Username { get; set; }

    /// <summary><c>password</c>: the password.</summary>
    [Required("give the password")]
    public Secret? Password { get; set; }

    /// <summary><c>time_delta</c>: how far back is polled; what was taken before is not taken again, so it may reach further than turns are apart.</summary>
    [Range(1, 31_536_000)]
    [Unit("seconds")]
    public TimeSpan TimeDelta { get; set; } = TimeSpan.FromHours(1);

    /// <summary><c>max_report_size</c>: the most bytes of an answer; 256 MiB by default. The parameter is this project's own.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (!string.IsNullOrEmpty(Endpoint) && !Uri.TryCreate($"https://{Endpoint}/", UriKind.Absolute, out _))
            complaints.Add($"endpoint cannot be '{Endpoint}': give the name of the service's host.");
    }
}

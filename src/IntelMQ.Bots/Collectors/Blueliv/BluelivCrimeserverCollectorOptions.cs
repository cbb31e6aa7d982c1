namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="BluelivCrimeserverCollector"/>.</summary>
public sealed partial class BluelivCrimeserverCollectorOptions : CollectorOptions
{
    /// <summary><c>api_key</c>: the token of the API.</summary>
    [Required("give the key of the API")]
    public Secret? ApiKey { get; set; }

    /// <summary><c>api_url</c>: the address of the API.</summary>
    [Required("give the address")]
    [Reaches(Outside.Url)]
    public string ApiUrl { get; set; } = "https://freeapi.blueliv.com";

    /// <summary><c>max_report_size</c>: the most bytes of the answer; 256 MiB by default. The parameter is this project's own.</summary>
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
        if (!string.IsNullOrEmpty(ApiUrl) && (!Uri.TryCreate(ApiUrl, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https")))
            complaints.Add("api_url must be an address that begins with http:// or https://.");
    }
}

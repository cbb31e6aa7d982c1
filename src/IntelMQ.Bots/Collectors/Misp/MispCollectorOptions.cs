namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="MispCollector"/>.</summary>
public sealed partial class MispCollectorOptions : CollectorOptions
{
    /// <summary><c>misp_url</c>: the address of the MISP server.</summary>
    [Required("give the address")]
    [Reaches(Outside.Url)]
    public string? MispUrl { get; set; }

    /// <summary><c>misp_key</c>: the key of the API.</summary>
    [Required("give the key of the API")]
    public Secret? MispKey { get; set; }

    /// <summary><c>misp_tag_to_process</c>: the tag of the events that are taken; it is removed from an event that is stored.</summary>
    [Required("give the tag")]
    public string? MispTagToProcess { get; set; }

    /// <summary><c>misp_tag_processed</c>: the tag that an event gets once it is stored; none by default.</summary>
    public string? MispTagProcessed { get; set; }

    /// <summary><c>misp_verify</c>: an old name of <c>http_verify_cert</c>.</summary>
    public bool? MispVerify { get; set; }

    /// <summary><c>page_size</c>: how many events are listed with one request. The parameter is this project's own.</summary>
    [Range(1, 10_000)]
    public int PageSize { get; set; } = 500;

    /// <summary><c>max_report_size</c>: the most bytes of an event; 256 MiB by default. The parameter is this project's own.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <summary>The address with a slash at its end.</summary>
    internal Uri Server => new(MispUrl!.TrimEnd('/') + "/");

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (!string.IsNullOrEmpty(MispUrl) && (!Uri.TryCreate(MispUrl, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https")))
            complaints.Add("misp_url must be an address that begins with http:// or https://.");
        if (!string.IsNullOrEmpty(MispTagToProcess) && MispTagToProcess == MispTagProcessed)
            complaints.Add("misp_tag_processed is misp_tag_to_process, so that events would be taken for ever: give another tag.");
    }
}

using IntelMQ.Bots;
using IntelMQ.Harmonization;

namespace IntelMQ.Mail.Collectors;

/// <summary>Parameters of <see cref="MailUrlCollector"/>.</summary>
public sealed partial class MailUrlCollectorOptions : MailCollectorOptions
{
    /// <summary><c>url_regex</c>: what is found by this expression (Python's) in the text is the address; <c>http://</c> by default, which is none yet.</summary>
    [Required("give an expression that finds the address")]
    public string UrlRegex { get; set; } = "http://";

    /// <summary><c>chunk_size</c>: the most bytes of a report, cut at line ends; <see langword="null"/> for one report.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int? ChunkSize { get; set; }

    /// <summary><c>chunk_replicate_header</c>: put the first line in front of each report; on by default.</summary>
    public bool ChunkReplicateHeader { get; set; } = true;

    /// <summary><c>max_download_size</c>: the most bytes of a download; 4 GiB by default. The parameter is this project's own.</summary>
    [Range(1)]
    [Unit("bytes")]
    public long MaxDownloadSize { get; set; } = 4L << 30;

    /// <summary><c>max_report_size</c>: the most bytes of a line, and of a download that is not cut; 256 MiB by default. The parameter is this project's own.</summary>
    [Range(1, 500 << 20)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary><c>ssl_client_cert</c>: another name of <c>ssl_client_certificate</c>, under which IntelMQ reads it.</summary>
    [Reaches(Outside.File)]
    public string? SslClientCert { get; set; }

    /// <summary>How HTTP is spoken; <c>http_verify_cert</c> counts for the mail server too.</summary>
    public HttpConnectionOptions Http { get; } = new();

    private protected override bool ChecksCertificate => !Http.HttpVerifyCert.Value.TryGetBoolean(out bool checks) || checks;

    private protected override string? OtherAuthorityFile => Http.HttpVerifyCert is { Kind: FieldValueKind.Text } file ? file.Value.ToString() : null;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        CheckExpression("url_regex", UrlRegex, complaints);
        if (ChunkSize >= MaxReportSize)
            complaints.Add("chunk_size is not below max_report_size; lower the one or raise the other.");
    }
}

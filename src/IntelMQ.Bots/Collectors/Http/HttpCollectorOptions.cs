using IntelMQ.Http;
using IntelMQ.Intake;

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="HttpCollector"/>.</summary>
public sealed partial class HttpCollectorOptions : CollectorOptions
{
    private const int LargestReport = 500 << 20;

    /// <summary><c>http_url</c>: the address of the feed.</summary>
    [Required("give the address")]
    [Reaches(Outside.Url)]
    public string? HttpUrl { get; set; }

    /// <summary>
    /// <c>http_url_formatting</c>: whether the address holds times, <c>{time[%Y-%m-%d]}</c> with the codes of <c>strftime</c>, of now or of so many
    /// <c>weeks</c>, <c>days</c>, <c>hours</c>, <c>minutes</c>, <c>seconds</c> from now; off by default.
    /// </summary>
    public UrlFormatting HttpUrlFormatting { get; set; } = UrlFormatting.None;

    /// <summary><c>extract_files</c>: unpack zip, tar, gzip, bzip2 and xz: all files in them, or those of certain names. Off by default; zip is unpacked all the same.</summary>
    [ParameterForm(typeof(FileSelectionForm))]
    public FileSelection ExtractFiles { get; set; } = FileSelection.None;

    /// <summary><c>verify_pgp_signatures</c>: take the feed only where its signature is good; off by default. Needs GnuPG.</summary>
    public bool VerifyPgpSignatures { get; set; }

    /// <summary><c>signature_url</c>: the address of the detached signature.</summary>
    [Reaches(Outside.Url)]
    public string? SignatureUrl { get; set; }

    /// <summary><c>signature_url_formatting</c>: as <c>http_url_formatting</c>, for the signature's address.</summary>
    public UrlFormatting SignatureUrlFormatting { get; set; } = UrlFormatting.None;

    /// <summary><c>gpg_keyring</c>: the file with the keys that signatures may be of; by default those of the user that runs the bot.</summary>
    [Reaches(Outside.File)]
    public string? GpgKeyring { get; set; }

    /// <summary>
    /// <c>skip_unchanged</c>: ask whether the feed has changed (<c>ETag</c>, <c>Last-Modified</c>) since it was last collected and stored, and take
    /// nothing where it has not; on by default. The parameter is this project's own.
    /// </summary>
    public bool SkipUnchanged { get; set; } = true;

    /// <summary><c>max_download_size</c>: the most bytes of a download; 4 GiB by default. The parameter is this project's own.</summary>
    [Range(1)]
    [Unit("bytes")]
    public long MaxDownloadSize { get; set; } = 4L << 30;

    /// <summary><c>max_unpacked_size</c>: the most bytes that one archive may give; 4 GiB by default. The parameter is this project's own.</summary>
    [Range(1)]
    [Unit("bytes")]
    public long MaxUnpackedSize { get; set; } = 4L << 30;

    /// <summary><c>max_unpack_ratio</c>: how many times an archive's size it may give, once that is more than 16 MiB; 250 by default. The parameter is this project's own.</summary>
    [Range(1)]
    public int MaxUnpackRatio { get; set; } = 250;

    /// <summary><c>max_report_size</c>: the most bytes of a report; 256 MiB by default. The parameter is this project's own.</summary>
    [Range(1, LargestReport)]
    [Unit("bytes")]
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary><c>ssl_client_cert</c>: another name of <c>ssl_client_certificate</c>, under which IntelMQ reads it.</summary>
    [Reaches(Outside.File)]
    public string? SslClientCert { get; set; }

    /// <summary>How HTTP is spoken.</summary>
    public HttpConnectionOptions Http { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        ValidateUrl("http_url", HttpUrl, HttpUrlFormatting, complaints);
        if (VerifyPgpSignatures && string.IsNullOrEmpty(SignatureUrl))
            complaints.Add("signature_url is missing: give the address.");
        else if (VerifyPgpSignatures)
            ValidateUrl("signature_url", SignatureUrl, SignatureUrlFormatting, complaints);
    }

    internal HttpRequestSettings ToSettings()
    {
        Http.SslClientCertificate ??= SslClientCert;
        return Http.ToSettings(retriesSilence: true);
    }

    private static void ValidateUrl(string parameter, string? url, UrlFormatting formatting, ICollection<string> complaints)
    {
        string? plain = url;
        if (!string.IsNullOrEmpty(url) && formatting.Shift is not null)
        {
            plain = UrlTemplate.Parse(url, out string? complaint)?.At(DateTimeOffset.UnixEpoch);
            if (complaint is not null)
            {
                complaints.Add($"{parameter} cannot be '{url}': {complaint}.");
                return;
            }
        }

        HttpConnectionOptions.ValidateUrl(parameter, plain, complaints);
    }
}

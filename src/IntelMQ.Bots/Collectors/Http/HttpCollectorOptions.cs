using IntelMQ.Http;
using IntelMQ.Intake;

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="HttpCollector"/>.</summary>
public sealed class HttpCollectorOptions : CollectorOptions
{
    private const int LargestReport = 500 << 20;

    /// <summary><c>http_url</c>: the address of the feed.</summary>
    public string? HttpUrl { get; set; }

    /// <summary>
    /// <c>http_url_formatting</c>: whether the address holds times, <c>{time[%Y-%m-%d]}</c> with the codes of <c>strftime</c>, of now or of so many
    /// <c>weeks</c>, <c>days</c>, <c>hours</c>, <c>minutes</c>, <c>seconds</c> from now; off by default.
    /// </summary>
    public UrlFormatting HttpUrlFormatting { get; set; } = UrlFormatting.None;

    /// <summary><c>extract_files</c>: unpack zip, tar and gzip: all files in them, or those of certain names. Off by default; zip is unpacked all the same.</summary>
    public FileSelection ExtractFiles { get; set; } = FileSelection.None;

    /// <summary><c>verify_pgp_signatures</c>: take the feed only where its signature is good; off by default. Needs GnuPG.</summary>
    public bool VerifyPgpSignatures { get; set; }

    /// <summary><c>signature_url</c>: the address of the detached signature.</summary>
    public string? SignatureUrl { get; set; }

    /// <summary><c>signature_url_formatting</c>: as <c>http_url_formatting</c>, for the signature's address.</summary>
    public UrlFormatting SignatureUrlFormatting { get; set; } = UrlFormatting.None;

    /// <summary><c>gpg_keyring</c>: the file with the keys that signatures may be of; by default those of the user that runs the bot.</summary>
    public string? GpgKeyring { get; set; }

    /// <summary>
    /// <c>skip_unchanged</c>: ask whether the feed has changed (<c>ETag</c>, <c>Last-Modified</c>) since it was last collected and stored, and take
    /// nothing where it has not; on by default. The parameter is this project's own.
    /// </summary>
    public bool SkipUnchanged { get; set; } = true;

    /// <summary><c>max_download_size</c>: the most bytes of a download; 4 GiB by default. The parameter is this project's own.</summary>
    public long MaxDownloadSize { get; set; } = 4L << 30;

    /// <summary><c>max_unpacked_size</c>: the most bytes that one archive may give; 4 GiB by default. The parameter is this project's own.</summary>
    public long MaxUnpackedSize { get; set; } = 4L << 30;

    /// <summary><c>max_unpack_ratio</c>: how many times an archive's size it may give, once that is more than 16 MiB; 250 by default. The parameter is this project's own.</summary>
    public int MaxUnpackRatio { get; set; } = 250;

    /// <summary><c>max_report_size</c>: the most bytes of a report; 256 MiB by default. The parameter is this project's own.</summary>
    public int MaxReportSize { get; set; } = 256 << 20;

    /// <summary><c>http_user_agent</c>: the header <c>User-Agent</c>; names the product by default.</summary>
    public string HttpUserAgent
    {
        get => Connection.HttpUserAgent;
        set => Connection.HttpUserAgent = value;
    }

    /// <summary><c>http_header</c>: headers that every request gets, to the hosts that get credentials; they replace those that the bot sets itself.</summary>
    public TextMap HttpHeader
    {
        get => Connection.HttpHeader;
        set => Connection.HttpHeader = value;
    }

    /// <summary><c>http_username</c>: the user name of HTTP's basic authentication; without it there is none.</summary>
    public string? HttpUsername
    {
        get => Connection.HttpUsername;
        set => Connection.HttpUsername = value;
    }

    /// <summary><c>http_password</c>: the password of HTTP's basic authentication.</summary>
    public Secret? HttpPassword
    {
        get => Connection.HttpPassword;
        set => Connection.HttpPassword = value;
    }

    /// <summary><c>http_timeout_sec</c>: the seconds after which a try is given up, the whole answer included.</summary>
    public double HttpTimeoutSec
    {
        get => Connection.HttpTimeoutSec;
        set => Connection.HttpTimeoutSec = value;
    }

    /// <summary><c>http_timeout_max_tries</c>: how often a connection is tried. An error that the server answers is not tried again.</summary>
    public int HttpTimeoutMaxTries
    {
        get => Connection.HttpTimeoutMaxTries;
        set => Connection.HttpTimeoutMaxTries = value;
    }

    /// <summary><c>http_verify_cert</c>: whether servers' certificates are checked, or the file (PEM) of the authorities that are trusted; on by default.</summary>
    public PlainValue HttpVerifyCert
    {
        get => Connection.HttpVerifyCert;
        set => Connection.HttpVerifyCert = value;
    }

    /// <summary><c>http_proxy</c>: the proxy of addresses that begin with http://.</summary>
    public string? HttpProxy
    {
        get => Connection.HttpProxy;
        set => Connection.HttpProxy = value;
    }

    /// <summary><c>https_proxy</c>: the proxy of addresses that begin with https://.</summary>
    public string? HttpsProxy
    {
        get => Connection.HttpsProxy;
        set => Connection.HttpsProxy = value;
    }

    /// <summary><c>ssl_client_certificate</c>: a file with the client's certificate and key (PEM, or PKCS #12 without a password).</summary>
    public string? SslClientCertificate
    {
        get => Connection.SslClientCertificate;
        set => Connection.SslClientCertificate = value;
    }

    /// <summary>
    /// <c>http_credential_hosts</c>: the hosts that get the user name, the password and the headers, where the addresses come from events
    /// (<c>example.com</c>, <c>*.example.com</c>, <c>example.com:8443</c>); none by default. Bots with an address of their own give them to
    /// its host, and to none that it redirects to. The parameter is this project's own.
    /// </summary>
    public TextList HttpCredentialHosts
    {
        get => Connection.HttpCredentialHosts;
        set => Connection.HttpCredentialHosts = value;
    }

    /// <summary><c>ssl_client_cert</c>: another name of <c>ssl_client_certificate</c>, under which IntelMQ reads it.</summary>
    public string? SslClientCert { get; set; }

    /// <summary>The parameters of HTTP as the part that they are.</summary>
    internal HttpConnectionOptions Connection { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        Connection.Validate(complaints);
        ValidateUrl("http_url", HttpUrl, HttpUrlFormatting, complaints);
        if (VerifyPgpSignatures)
            ValidateUrl("signature_url", SignatureUrl, SignatureUrlFormatting, complaints);
        if (GpgKeyring?.Contains('\0', StringComparison.Ordinal) == true)
            complaints.Add("gpg_keyring holds a NUL character, so it is no path.");
        if (MaxReportSize is < 1 or > LargestReport)
            complaints.Add($"max_report_size cannot be {MaxReportSize}; give 1 to {LargestReport} bytes.");
        if (MaxDownloadSize < 1 || MaxUnpackedSize < 1 || MaxUnpackRatio < 1)
            complaints.Add("max_download_size, max_unpacked_size and max_unpack_ratio must be positive.");
    }

    internal HttpRequestSettings ToSettings()
    {
        Connection.SslClientCertificate ??= SslClientCert;
        return Connection.ToSettings(retriesSilence: true);
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

        if (string.IsNullOrEmpty(plain))
            complaints.Add($"{parameter} is missing: give the address.");
        else if (!Uri.TryCreate(plain, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https"))
            complaints.Add($"{parameter} must be an address that begins with http:// or https://.");
    }
}

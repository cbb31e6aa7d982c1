namespace IntelMQ.Bots.Lookups;

/// <summary>Parameters of experts that ask a service over HTTP.</summary>
/// <remarks>
/// Connections are the matter of the client that the host hands in (<see cref="BotServices.Http"/>): proxies, client certificates, the
/// check of the server's certificate, redirects and compression. The parameters for them are accepted here and have no effect.
/// </remarks>
public abstract class HttpExpertOptions : BotOptions
{
    private const double MaxTimeout = 86400;

    /// <summary><c>http_user_agent</c>: the header <c>User-Agent</c>.</summary>
    public string HttpUserAgent { get; set; } = "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/41.0.2228.0 Safari/537.36";

    /// <summary><c>http_header</c>: headers that every request gets; they replace those that the bot sets itself.</summary>
    public TextMap HttpHeader { get; set; } = [];

    /// <summary><c>http_username</c>: the user name of HTTP's basic authentication; without it there is none.</summary>
    public string? HttpUsername { get; set; }

    /// <summary><c>http_password</c>: the password of HTTP's basic authentication.</summary>
    public Secret? HttpPassword { get; set; }

    /// <summary><c>http_timeout_sec</c>: the seconds after which a try is given up, the whole answer included.</summary>
    public double HttpTimeoutSec { get; set; } = 30;

    /// <summary><c>http_timeout_max_tries</c>: how often a connection is tried. An error that the server answers is not tried again.</summary>
    public int HttpTimeoutMaxTries { get; set; } = 3;

    /// <summary><c>http_verify_cert</c>: the matter of the host's client; no effect here.</summary>
    public PlainValue HttpVerifyCert { get; set; } = true;

    /// <summary><c>http_proxy</c>: the matter of the host's client; no effect here.</summary>
    public string? HttpProxy { get; set; }

    /// <summary><c>https_proxy</c>: the matter of the host's client; no effect here.</summary>
    public string? HttpsProxy { get; set; }

    /// <summary><c>ssl_client_certificate</c>: the matter of the host's client; no effect here.</summary>
    public string? SslClientCertificate { get; set; }

    /// <summary>The time for one try.</summary>
    internal TimeSpan Timeout => TimeSpan.FromSeconds(HttpTimeoutSec);

    /// <summary>Whether a parameter is set that the host's client must see to.</summary>
    internal bool AsksForConnection
        => !HttpVerifyCert.Value.TryGetBoolean(out bool verify) || !verify || !string.IsNullOrEmpty(SslClientCertificate)
        || !string.IsNullOrEmpty(HttpProxy) || !string.IsNullOrEmpty(HttpsProxy);

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!(HttpTimeoutSec is > 0 and <= MaxTimeout))
            complaints.Add("http_timeout_sec must be a number of seconds above 0 and not above 86400.");
        if (HttpTimeoutMaxTries < 1)
            complaints.Add($"http_timeout_max_tries is {HttpTimeoutMaxTries}, but must be at least 1.");
        foreach ((string name, string value) in HttpHeader)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny(" \r\n:") || value.AsSpan().ContainsAny('\r', '\n'))
                complaints.Add("http_header holds a header whose name is not one or whose value has line breaks: correct it.");
        }

        if (HttpUserAgent.AsSpan().ContainsAny('\r', '\n'))
            complaints.Add("http_user_agent has line breaks: remove them.");
    }

    /// <summary>Complains where an address is not one of HTTP.</summary>
    /// <param name="parameter">The parameter's name, in snake case.</param>
    /// <param name="url">The address.</param>
    /// <param name="complaints">Takes the complaint.</param>
    protected static void ValidateUrl(string parameter, string? url, ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (string.IsNullOrEmpty(url))
            complaints.Add($"{parameter} is missing: give the address of the service.");
        else if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https"))
            complaints.Add($"{parameter} must be an address that begins with http:// or https://.");
    }

    /// <summary>Complains where a parameter that must be given is missing.</summary>
    /// <param name="parameter">The parameter's name, in snake case.</param>
    /// <param name="value">The parameter.</param>
    /// <param name="complaints">Takes the complaint.</param>
    protected static void ValidateGiven(string parameter, Secret? value, ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (string.IsNullOrEmpty(value?.Reveal()))
            complaints.Add($"{parameter} is missing: give the one that the service expects.");
    }
}

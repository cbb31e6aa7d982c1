using IntelMQ.Harmonization;
using IntelMQ.Http;

namespace IntelMQ.Bots;

/// <summary>The parameters of bots that speak HTTP: a part that any options class may hold.</summary>
public sealed partial class HttpConnectionOptions : OptionsPart
{
    /// <summary><c>http_user_agent</c>: the header <c>User-Agent</c>; names the product by default.</summary>
    public string HttpUserAgent { get; set; } = "IntelMQ.NET";

    /// <summary><c>http_header</c>: headers that every request gets, to the hosts that get credentials; they replace those that the bot sets itself.</summary>
    public TextMap HttpHeader { get; set; } = [];

    /// <summary><c>http_username</c>: the user name of HTTP's basic authentication; without it there is none.</summary>
    public string? HttpUsername { get; set; }

    /// <summary><c>http_password</c>: the password of HTTP's basic authentication.</summary>
    public Secret? HttpPassword { get; set; }

    /// <summary><c>http_timeout_sec</c>: the time after which a try is given up, the whole answer included.</summary>
    [Range(0, 86400, MinimumIsExclusive = true)]
    [Unit("seconds")]
    public TimeSpan HttpTimeoutSec { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary><c>http_timeout_max_tries</c>: how often a connection is tried. An error that the server answers is not tried again.</summary>
    [Range(1)]
    public int HttpTimeoutMaxTries { get; set; } = 3;

    /// <summary><c>http_verify_cert</c>: whether servers' certificates are checked, or the file (PEM) of the authorities that are trusted; on by default.</summary>
    [Reaches(Outside.File)]
    public PlainValue HttpVerifyCert { get; set; } = true;

    /// <summary><c>http_proxy</c>: the proxy of addresses that begin with http://.</summary>
    [Reaches(Outside.Url)]
    public string? HttpProxy { get; set; }

    /// <summary><c>https_proxy</c>: the proxy of addresses that begin with https://.</summary>
    [Reaches(Outside.Url)]
    public string? HttpsProxy { get; set; }

    /// <summary><c>ssl_client_certificate</c>: a file with the client's certificate and key (PEM, or PKCS #12 without a password).</summary>
    [Reaches(Outside.File)]
    public string? SslClientCertificate { get; set; }

    /// <summary>
    /// <c>http_credential_hosts</c>: the hosts that get the user name, the password and the headers, where the addresses come from events
    /// (<c>example.com</c>, <c>*.example.com</c>, <c>example.com:8443</c>); none by default. Bots with an address of their own give them to
    /// its host, and to none that it redirects to. The parameter is this project's own.
    /// </summary>
    public TextList HttpCredentialHosts { get; set; } = [];

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        foreach ((string name, string value) in HttpHeader)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny(" \r\n:") || value.AsSpan().ContainsAny('\r', '\n'))
                complaints.Add("http_header holds a header whose name is not one or whose value has line breaks: correct it.");
        }

        if (HttpUserAgent.AsSpan().ContainsAny('\r', '\n'))
            complaints.Add("http_user_agent has line breaks: remove them.");
        ValidateProxy("http_proxy", HttpProxy, complaints);
        ValidateProxy("https_proxy", HttpsProxy, complaints);
        if (HttpHosts.Parse(HttpCredentialHosts, out string? complaint) is null)
            complaints.Add($"http_credential_hosts: {complaint}.");
    }

    /// <summary>Complains where an address that is given is not one of HTTP; for <see cref="OptionsPart.Validate"/>.</summary>
    /// <param name="parameter">The parameter's name, in snake case.</param>
    /// <param name="url">The address; what is missing is no matter of this.</param>
    /// <param name="complaints">Takes the complaint.</param>
    public static void ValidateUrl(string parameter, string? url, ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!string.IsNullOrEmpty(url) && (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https")))
            complaints.Add($"{parameter} must be an address that begins with http:// or https://.");
    }

    /// <summary>
    /// Opens what sends a bot's requests, as these parameters say; for <see cref="Bot.StartAsync"/> of a bot whose addresses the operator has
    /// written.
    /// </summary>
    /// <param name="services">What the host hands to the bot.</param>
    /// <param name="module">The bot's <see cref="Bot.Module"/>, for complaints.</param>
    /// <exception cref="BotConfigurationException">The host hands the bot no connections, or a file that the parameters name cannot be read.</exception>
    public HttpSession OpenSession(BotServices services, string module) => OpenSession(ToSettings(), services, module);

    /// <summary>Opens what sends a bot's requests; for <see cref="Bot.StartAsync"/>.</summary>
    /// <param name="settings">How requests are sent, such as <see cref="ToSettingsForEvents(AddressPolicy)"/> says.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <param name="module">The bot's <see cref="Bot.Module"/>, for complaints.</param>
    /// <exception cref="BotConfigurationException">The host hands the bot no connections, or a file that the settings name cannot be read.</exception>
    public static HttpSession OpenSession(HttpRequestSettings settings, BotServices services, string module)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Http is null)
            throw new BotConfigurationException(module, ["this bot speaks HTTP, but the host hands it no connections: set BotServices.Http."]);
        try
        {
            return new HttpSession(services.Http, settings, services.Time);
        }
        catch (IOException exception)
        {
            throw new BotConfigurationException(module, [exception.Message]);
        }
    }

    /// <summary>How requests are sent by bots whose addresses the operator has written.</summary>
    public HttpRequestSettings ToSettings() => ToSettings(retriesSilence: false);

    /// <summary>How requests are sent by bots whose addresses the operator has written.</summary>
    /// <param name="retriesSilence">See <see cref="HttpRequestSettings.RetriesSilence"/>.</param>
    public HttpRequestSettings ToSettings(bool retriesSilence) => ToSettings(AddressPolicy.Any, null, retriesSilence);

    /// <summary>How requests are sent by bots whose addresses come from events.</summary>
    /// <param name="addresses">Which addresses may be reached.</param>
    public HttpRequestSettings ToSettingsForEvents(AddressPolicy addresses) => ToSettingsForEvents(addresses, null);

    /// <summary>How requests are sent by bots that find their addresses in what others have written.</summary>
    /// <param name="addresses">Which addresses may be reached.</param>
    /// <param name="pattern">
    /// The operator's expression for addresses: the host with which it begins gets credentials, as those of <c>http_credential_hosts</c> do.
    /// </param>
    public HttpRequestSettings ToSettingsForEvents(AddressPolicy addresses, string? pattern)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        IEnumerable<string> hosts = HttpHosts.NamedBy(pattern) is { } host ? HttpCredentialHosts.Append(host) : HttpCredentialHosts;
        return ToSettings(addresses, HttpHosts.Parse(hosts, out _) ?? HttpHosts.None, retriesSilence: false);
    }

    private HttpRequestSettings ToSettings(AddressPolicy addresses, HttpHosts? hosts, bool retriesSilence)
    {
        bool isSwitch = HttpVerifyCert.Value.TryGetBoolean(out bool verifies);
        string? authorities = isSwitch || HttpVerifyCert.Kind != FieldValueKind.Text ? null : HttpVerifyCert.Value.ToString();
        if (bool.TryParse(authorities, out bool written))
            (authorities, verifies, isSwitch) = (null, written, true);
        return new HttpRequestSettings
        {
            Connection = new HttpConnectionSettings
            {
                HttpProxy = ProxyOf(HttpProxy),
                HttpsProxy = ProxyOf(HttpsProxy),
                VerifiesCertificates = !isSwitch || verifies,
                AuthorityFile = string.IsNullOrEmpty(authorities) ? null : authorities,
                ClientCertificateFile = string.IsNullOrEmpty(SslClientCertificate) ? null : SslClientCertificate,
                Addresses = addresses,
                ConnectTimeout = HttpTimeoutSec,
            },
            UserAgent = HttpUserAgent,
            Headers = HttpHeader,
            UserName = HttpUsername,
            Password = HttpPassword?.Reveal(),
            CredentialHosts = hosts,
            Timeout = HttpTimeoutSec,
            MaxTries = HttpTimeoutMaxTries,
            RetriesSilence = retriesSilence,
        };
    }

    private static void ValidateProxy(string name, string? proxy, ICollection<string> complaints)
    {
        if (!string.IsNullOrEmpty(proxy) && ProxyOf(proxy)?.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5"))
            complaints.Add($"{name} must be the address of a proxy, such as http://proxy.example.com:3128.");
    }

    // Often written without what stands in front.
    private static Uri? ProxyOf(string? proxy)
        => string.IsNullOrWhiteSpace(proxy) ? null
        : Uri.TryCreate(proxy.Contains("://", StringComparison.Ordinal) ? proxy : $"http://{proxy}", UriKind.Absolute, out Uri? url) ? url
        : null;
}

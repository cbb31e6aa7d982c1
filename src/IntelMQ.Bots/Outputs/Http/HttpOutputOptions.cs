namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of outputs that hand events to a service over HTTP: those of <see cref="HttpConnectionOptions"/>.</summary>
public abstract class HttpOutputOptions : BotOptions
{
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

    /// <summary>The parameters as the part that they are.</summary>
    internal HttpConnectionOptions Connection { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints) => Connection.Validate(complaints);

    /// <summary>Complains where an address is not one of HTTP.</summary>
    /// <param name="parameter">The parameter's name, in snake case.</param>
    /// <param name="url">The address.</param>
    /// <param name="complaints">Takes the complaint.</param>
    protected static void ValidateUrl(string parameter, string? url, ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!string.IsNullOrEmpty(url) && (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https")))
            complaints.Add($"{parameter} must be an address that begins with http:// or https://.");
    }
}

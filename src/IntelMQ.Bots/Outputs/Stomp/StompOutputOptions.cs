using IntelMQ.Bots.Stomp;

namespace IntelMQ.Bots.Outputs;

/// <summary>Parameters of <see cref="StompOutput"/>.</summary>
public sealed partial class StompOutputOptions : ExportOptions
{
    /// <summary><c>server</c>: the broker's address or name, which its certificate must bear.</summary>
    [Reaches(Outside.Host)]
    public string Server { get; set; } = "127.0.0.1";

    /// <summary><c>port</c>: the broker's port, 1 to 65535; 61614 by default.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 61614;

    /// <summary><c>exchange</c>: where events are sent to: the header <c>destination</c>.</summary>
    [Required("give the destination of the events")]
    public string Exchange { get; set; } = "/exchange/_push";

    /// <summary><c>heartbeat</c>: how often each side is to give a sign of life, in milliseconds; 60000 by default, 0 for never.</summary>
    public int Heartbeat { get; set; } = 60000;

    /// <summary><c>vhost</c>: the virtual host of the broker; <see langword="null"/> for its default one. The parameter is this project's own.</summary>
    public string? Vhost { get; set; }

    /// <summary><c>ssl_ca_certificate</c>: the PEM file of the certificates that the broker's must come from; empty for those of the system.</summary>
    [Reaches(Outside.File)]
    public string SslCaCertificate { get; set; } = "ca.pem";

    /// <summary><c>auth_by_ssl_client_certificate</c>: log in by certificate, not by name and password; on by default.</summary>
    public bool AuthBySslClientCertificate { get; set; } = true;

    /// <summary><c>ssl_client_certificate</c>: the PEM file of the client's certificate.</summary>
    [Reaches(Outside.File)]
    public string SslClientCertificate { get; set; } = "client.pem";

    /// <summary><c>ssl_client_certificate_key</c>: the PEM file of the key of the client's certificate.</summary>
    [Reaches(Outside.File)]
    public string SslClientCertificateKey { get; set; } = "client.key";

    /// <summary><c>username</c>: the name to log in with where no certificate is used.</summary>
    public string Username { get; set; } = "guest";

    /// <summary><c>password</c>: the password to log in with where no certificate is used.</summary>
    public Secret Password { get; set; } = new("guest");

    /// <summary><c>http_verify_cert</c>: accepted, without effect: the broker's certificate is always checked.</summary>
    [Reaches(Outside.File)]
    public PlainValue HttpVerifyCert { get; set; } = true;

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (string.IsNullOrWhiteSpace(Server))
            complaints.Add("server is missing: give the broker's address or name.");
        if (Heartbeat < 0)
            complaints.Add($"heartbeat is {Heartbeat}, but must not be negative.");
        if (AuthBySslClientCertificate && (string.IsNullOrEmpty(SslClientCertificate) || string.IsNullOrEmpty(SslClientCertificateKey)))
            complaints.Add("ssl_client_certificate and ssl_client_certificate_key are needed to log in by certificate: give both, or set auth_by_ssl_client_certificate to false.");
    }

    internal StompSettings ToSettings() => new()
    {
        Server = Server,
        Port = Port,
        HeartbeatMilliseconds = Heartbeat,
        CaFile = SslCaCertificate,
        CertificateFile = AuthBySslClientCertificate ? SslClientCertificate : null,
        KeyFile = AuthBySslClientCertificate ? SslClientCertificateKey : null,
        VirtualHost = Vhost,
        Username = Username,
        Password = Password,
    };
}

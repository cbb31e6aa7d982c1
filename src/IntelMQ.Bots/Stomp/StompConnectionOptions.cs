namespace IntelMQ.Bots.Stomp;

/// <summary>The parameters of bots that connect to a STOMP broker over TLS, besides its address and the destination.</summary>
public sealed partial class StompConnectionOptions : OptionsPart
{
    /// <summary><c>port</c>: the broker's port; 61614 by default.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 61614;

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

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (AuthBySslClientCertificate && (string.IsNullOrEmpty(SslClientCertificate) || string.IsNullOrEmpty(SslClientCertificateKey)))
            complaints.Add("ssl_client_certificate and ssl_client_certificate_key are needed to log in by certificate: give both, or set auth_by_ssl_client_certificate to false.");
    }

    /// <summary>How the broker is reached.</summary>
    /// <param name="server">Its address or name.</param>
    /// <param name="heartbeat">How often each side is to give a sign of life.</param>
    internal StompSettings ToSettings(string server, TimeSpan heartbeat) => new()
    {
        Server = server,
        Port = Port,
        HeartbeatMilliseconds = (int)heartbeat.TotalMilliseconds,
        CaFile = SslCaCertificate,
        CertificateFile = AuthBySslClientCertificate ? SslClientCertificate : null,
        KeyFile = AuthBySslClientCertificate ? SslClientCertificateKey : null,
        VirtualHost = Vhost,
        Username = Username,
        Password = Password,
    };
}

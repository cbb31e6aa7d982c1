using IntelMQ.Bots;
using IntelMQ.RabbitMq.Server;

namespace IntelMQ.RabbitMq.Amqp;

/// <summary>The parameters of bots that speak AMQP 0-9-1: where the server is, and how to be let in.</summary>
public sealed partial class AmqpConnectionOptions : OptionsPart
{
    /// <summary><c>connection_host</c>: the server's address or name.</summary>
    [Required("give the server's address or name")]
    [Reaches(Outside.Host)]
    public string ConnectionHost { get; set; } = "127.0.0.1";

    /// <summary><c>connection_port</c>: the server's port; 5671 is usual with TLS.</summary>
    [Range(1, 65535)]
    public int ConnectionPort { get; set; } = 5672;

    /// <summary><c>connection_vhost</c>: the virtual host; <see langword="null"/> for <c>/</c>.</summary>
    public string? ConnectionVhost { get; set; }

    /// <summary><c>connection_attempts</c>: how often a connection is tried, with a second between, before the try counts as failed.</summary>
    [Range(1, 1000)]
    public int ConnectionAttempts { get; set; } = 3;

    /// <summary><c>connection_heartbeat</c>: how often each side is to give a sign of life; the server may ask for less time. 0 for never.</summary>
    [Range(0, 65535)]
    [Unit("seconds")]
    public TimeSpan ConnectionHeartbeat { get; set; } = TimeSpan.FromSeconds(3600);

    /// <summary><c>username</c>: the user; counts only where <c>password</c> is given, too. Without them it is <c>guest</c>.</summary>
    public string? Username { get; set; }

    /// <summary><c>password</c>: the password of <c>username</c>.</summary>
    public Secret? Password { get; set; }

    /// <summary><c>use_ssl</c>: speak TLS; off by default. The server's certificate is checked.</summary>
    public bool UseSsl { get; set; }

    /// <summary>
    /// <c>ssl_ca_certificate</c>: a PEM file of the certificates that the server's must come from; <see langword="null"/> for those of the
    /// system. The parameter is this project's own.
    /// </summary>
    [Reaches(Outside.File)]
    public string? SslCaCertificate { get; set; }

    /// <summary>
    /// <c>ssl_client_certificate</c>: a PEM file with this side's certificate, where the server asks for one. The parameter is this project's
    /// own.
    /// </summary>
    [Reaches(Outside.File)]
    public string? SslClientCertificate { get; set; }

    /// <summary><c>ssl_client_certificate_key</c>: a PEM file with the key of that certificate. The parameter is this project's own.</summary>
    [Reaches(Outside.File)]
    public string? SslClientCertificateKey { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!UseSsl && (SslCaCertificate ?? SslClientCertificate ?? SslClientCertificateKey) is not null)
            complaints.Add("ssl_ca_certificate and ssl_client_certificate need use_ssl: true.");
        if (SslClientCertificateKey is not null && SslClientCertificate is null)
            complaints.Add("ssl_client_certificate_key needs ssl_client_certificate.");
    }

    internal RabbitAddress ToAddress()
    {
        bool hasUser = !string.IsNullOrEmpty(Username) && Password is not null;
        return new RabbitAddress(ConnectionHost, ConnectionPort, string.IsNullOrEmpty(ConnectionVhost) ? "/" : ConnectionVhost)
        {
            User = hasUser ? Username! : "guest",
            Password = hasUser ? Password : null,
            Tls = UseSsl,
            AuthorityFile = SslCaCertificate,
            CertificateFile = SslClientCertificate,
            KeyFile = SslClientCertificateKey,
            Heartbeat = ConnectionHeartbeat,
        };
    }
}

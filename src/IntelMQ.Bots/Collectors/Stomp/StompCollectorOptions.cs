using IntelMQ.Bots.Stomp;

namespace IntelMQ.Bots.Collectors;

/// <summary>Parameters of <see cref="StompCollector"/>.</summary>
public sealed partial class StompCollectorOptions : CollectorOptions
{
    /// <summary><c>server</c>: the broker's address or name, which its certificate must bear.</summary>
    [Required("give the broker's address or name")]
    [Reaches(Outside.Host)]
    public string Server { get; set; } = "n6stream.cert.pl";

    /// <summary><c>port</c>: the broker's port; 61614 by default.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 61614;

    /// <summary><c>exchange</c>: what is subscribed to: the header <c>destination</c>.</summary>
    [Required("give the destination to subscribe to")]
    public string Exchange { get; set; } = "";

    /// <summary><c>heartbeat</c>: how often each side is to give a sign of life, in milliseconds; 6000 by default, 0 for never.</summary>
    [Range(0)]
    public int Heartbeat { get; set; } = 6000;

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

    /// <summary>
    /// <c>acknowledge</c>: take a message out of the broker's queue once everything that was made of it is stored, so that a kill loses none
    /// where the queue outlives the connection; on by default. Off, the broker forgets a message as it sends it, as in IntelMQ. The parameter
    /// is this project's own.
    /// </summary>
    public bool Acknowledge { get; set; } = true;

    /// <summary>
    /// <c>subscription_headers</c>: further headers of the subscription, such as <c>durable</c>, <c>auto-delete</c>, <c>x-queue-name</c>
    /// and <c>prefetch-count</c> of RabbitMQ, or <c>activemq.subscriptionName</c>. The parameter is this project's own.
    /// </summary>
    public TextMap SubscriptionHeaders { get; set; } = [];

    /// <summary>
    /// <c>reconnect</c>: connect again when the connection breaks; on by default. Off, the turn ends with it. The parameter is this project's
    /// own.
    /// </summary>
    public bool Reconnect { get; set; } = true;

    /// <summary><c>reconnect_delay</c>: the pause before that; doubled with each attempt in vain, up to five minutes. The parameter is this project's own.</summary>
    [Range(0, 300)]
    [Unit("seconds")]
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (AuthBySslClientCertificate && (string.IsNullOrEmpty(SslClientCertificate) || string.IsNullOrEmpty(SslClientCertificateKey)))
            complaints.Add("ssl_client_certificate and ssl_client_certificate_key are needed to log in by certificate: give both, or set auth_by_ssl_client_certificate to false.");
        foreach ((string header, _) in SubscriptionHeaders)
        {
            if (header is "id" or "destination" or "ack" or "content-length")
                complaints.Add($"subscription_headers must not hold {header}, which the bot sets itself.");
        }
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

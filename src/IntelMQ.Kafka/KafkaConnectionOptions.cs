using Confluent.Kafka;
using IntelMQ.Bots;

namespace IntelMQ.Kafka;

/// <summary>How a cluster is reached.</summary>
public sealed partial class KafkaConnectionOptions : OptionsPart
{
    /// <summary><c>bootstrap_servers</c>: hosts and ports of brokers to begin with, with commas between them.</summary>
    [Required("name a broker")]
    [Reaches(Outside.Host)]
    public TextList BootstrapServers { get; set; } = ["localhost:9092"];

    /// <summary><c>ssl_cafile</c>: a PEM file of the authorities that the brokers' certificates must come from; TLS is spoken where this or a certificate is given.</summary>
    [Reaches(Outside.File)]
    public string? SslCafile { get; set; }

    /// <summary><c>ssl_certfile</c>: a PEM file with the client's certificate, and its key where there is no <c>ssl_keyfile</c>.</summary>
    [Reaches(Outside.File)]
    public string? SslCertfile { get; set; }

    /// <summary><c>ssl_keyfile</c>: a PEM file with the key of the client's certificate. This project's own.</summary>
    [Reaches(Outside.File)]
    public string? SslKeyfile { get; set; }

    /// <summary><c>ssl_check_hostname</c>: whether the brokers' certificates must name them; on unless it is turned off.</summary>
    public bool? SslCheckHostname { get; set; }

    /// <summary><c>use_tls</c>: speak TLS without files too, with the system's authorities. This project's own.</summary>
    public bool UseTls { get; set; }

    /// <summary><c>sasl_mechanism</c>: how the user logs in; without <c>sasl_username</c> nobody does. This project's own.</summary>
    [AllowedValues("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")]
    public string SaslMechanism { get; set; } = "SCRAM-SHA-512";

    /// <summary><c>sasl_username</c>: the user. This project's own.</summary>
    public string? SaslUsername { get; set; }

    /// <summary><c>sasl_password</c>: the user's password. This project's own.</summary>
    public Secret? SaslPassword { get; set; }

    /// <summary><c>connect_timeout</c>: the seconds after which a cluster that is not there is given up for this time. This project's own.</summary>
    [Range(1, 1024)]
    [Unit("seconds")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!string.IsNullOrEmpty(SaslUsername) && SaslPassword is not { IsEmpty: false })
            complaints.Add("sasl_username needs sasl_password.");
    }

    internal void Apply(ClientConfig config)
    {
        bool isTls = UseTls || !string.IsNullOrEmpty(SslCafile) || !string.IsNullOrEmpty(SslCertfile);
        bool isSasl = !string.IsNullOrEmpty(SaslUsername);
        config.BootstrapServers = string.Join(',', BootstrapServers);
        config.ClientId = "IntelMQ.NET";
        config.SecurityProtocol = (isTls, isSasl) switch
        {
            (true, true) => SecurityProtocol.SaslSsl,
            (true, false) => SecurityProtocol.Ssl,
            (false, true) => SecurityProtocol.SaslPlaintext,
            _ => SecurityProtocol.Plaintext,
        };
        if (isTls)
        {
            config.SslCaLocation = string.IsNullOrEmpty(SslCafile) ? null : SslCafile;
            config.SslCertificateLocation = string.IsNullOrEmpty(SslCertfile) ? null : SslCertfile;
            config.SslKeyLocation = string.IsNullOrEmpty(SslKeyfile) ? config.SslCertificateLocation : SslKeyfile;
            config.SslEndpointIdentificationAlgorithm = SslCheckHostname == false ? SslEndpointIdentificationAlgorithm.None : SslEndpointIdentificationAlgorithm.Https;
        }

        if (isSasl)
        {
            config.SaslMechanism = SaslMechanism switch
            {
                "PLAIN" => Confluent.Kafka.SaslMechanism.Plain,
                "SCRAM-SHA-256" => Confluent.Kafka.SaslMechanism.ScramSha256,
                _ => Confluent.Kafka.SaslMechanism.ScramSha512,
            };
            config.SaslUsername = SaslUsername;
            config.SaslPassword = SaslPassword!.Reveal();
        }
    }
}

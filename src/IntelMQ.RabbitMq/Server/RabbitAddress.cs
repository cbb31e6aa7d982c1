using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using IntelMQ.Bots;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Server;

/// <summary>Where a server is, and how to be let in.</summary>
internal sealed record RabbitAddress(string Host, int Port, string VirtualHost)
{
    public string User { get; init; } = "guest";

    public Secret? Password { get; init; }

    public bool Tls { get; init; }

    public string? AuthorityFile { get; init; }

    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    public override string ToString() => $"{Host}:{Port}";

    /// <summary>Makes what opens connections; reads the files of certificates.</summary>
    public ConnectionFactory ToFactory(string name) => new()
    {
        HostName = Host,
        Port = Port,
        VirtualHost = VirtualHost,
        UserName = User,
        Password = Password?.Reveal() ?? ConnectionFactory.DefaultPass,
        ClientProvidedName = name,
        // Whoever uses a connection has to know that it was another one.
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
        RequestedHeartbeat = Heartbeat,
        RequestedConnectionTimeout = Timeout,
        HandshakeContinuationTimeout = Timeout,
        ContinuationTimeout = Timeout,
        SocketReadTimeout = Timeout,
        SocketWriteTimeout = Timeout,
        MaxInboundMessageBodySize = 512 << 20,
        Ssl = Tls ? TlsOf() : new SslOption(),
    };

    private SslOption TlsOf()
    {
        var option = new SslOption(Host, enabled: true);
        if (AuthorityFile is not null)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(AuthorityFile);
            option.CertificateValidationCallback = (_, certificate, _, errors) => IsTrusted(authorities, certificate, errors);
        }

        if (CertificateFile is not null)
        {
            using var pem = X509Certificate2.CreateFromPemFile(CertificateFile, KeyFile);
            // Windows wants the key in a form of its own.
            option.Certs = [X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null)];
        }

        return option;
    }

    private static bool IsTrusted(X509Certificate2Collection authorities, X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 presented || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        return chain.Build(presented);
    }
}

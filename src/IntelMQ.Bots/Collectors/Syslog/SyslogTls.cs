using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntelMQ.Bots.Collectors;

/// <summary>TLS for the connections of a <see cref="SyslogCollector"/> (RFC 5425).</summary>
internal sealed class SyslogTls : IDisposable
{
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(30);

    private readonly X509Certificate2 _certificate;
    private readonly SslServerAuthenticationOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Reads certificate and authorities.</summary>
    /// <exception cref="BotConfigurationException">One of the files cannot be used.</exception>
    public SyslogTls(string bot, SyslogCollectorOptions options, TimeProvider time)
    {
        _time = time;
        try
        {
            using X509Certificate2 pem = string.IsNullOrEmpty(options.SslKey)
                ? X509Certificate2.CreateFromPemFile(options.SslCertificate!)
                : X509Certificate2.CreateFromPemFile(options.SslCertificate!, options.SslKey);
            // Windows wants the key in a form of its own.
            _certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            _options = new SslServerAuthenticationOptions
            {
                ServerCertificate = _certificate,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            };
            if (!string.IsNullOrEmpty(options.SslClientAuthority))
            {
                var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                policy.CustomTrustStore.ImportFromPemFile(options.SslClientAuthority);
                _options.CertificateChainPolicy = policy;
                _options.ClientCertificateRequired = true;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new BotConfigurationException(bot, [$"ssl_certificate, ssl_key or ssl_client_authority cannot be used: {exception.Message.TrimEnd('.')}."]);
        }
    }

    /// <summary>Secures a connection.</summary>
    /// <exception cref="AuthenticationException">The other side does not agree, or is not trusted.</exception>
    public async ValueTask<SslStream> SecureAsync(Stream stream, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream);
        using var late = new CancellationTokenSource(HandshakeTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await secured.AuthenticateAsServerAsync(_options, either.Token).ConfigureAwait(false);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Dispose() => _certificate.Dispose();
}

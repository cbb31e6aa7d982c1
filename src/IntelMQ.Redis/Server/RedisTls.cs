using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntelMQ.Redis.Server;

/// <summary>How the server is known over TLS.</summary>
internal static class RedisTls
{
    /// <exception cref="IOException">The file of the authorities cannot be read.</exception>
    public static SslClientAuthenticationOptions For(RedisBrokerOptions options)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = options.Host };
        if (options.CertificateAuthorities is not { } path)
            return tls;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(path);
        }
        catch (CryptographicException exception)
        {
            throw new IOException($"The authorities in {path} cannot be read: {exception.Message}", exception);
        }

        tls.CertificateChainPolicy = policy;
        return tls;
    }
}

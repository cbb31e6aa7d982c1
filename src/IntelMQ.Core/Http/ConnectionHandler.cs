using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntelMQ.Http;

/// <summary>Makes what sends requests over connections of one kind.</summary>
internal static class ConnectionHandler
{
    // So that changes of DNS are noticed.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <exception cref="IOException">A file that the settings name cannot be read.</exception>
    public static HttpMessageHandler Create(HttpConnectionSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = Lifetime,
            ConnectTimeout = settings.ConnectTimeout,
            MaxResponseHeadersLength = 64,
        };
        if (settings.HttpProxy is not null || settings.HttpsProxy is not null)
            handler.Proxy = new SchemeProxy(settings.HttpProxy, settings.HttpsProxy);
        handler.SslOptions = Tls(settings);
        if (!settings.Addresses.AllowsAll)
        {
            handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(context, settings.Addresses, cancellationToken);
            return new ProxyPolicyHandler(handler, handler.Proxy, settings.Addresses);
        }

        return handler;
    }

    private static SslClientAuthenticationOptions Tls(HttpConnectionSettings settings)
    {
        var options = new SslClientAuthenticationOptions();
        try
        {
            if (settings.ClientCertificateFile is { } file)
                options.ClientCertificates = [LoadClient(file, settings.ClientKeyFile)];
            if (!settings.VerifiesCertificates)
            {
#pragma warning disable CA5359 // The operator has said so.
                options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
            }
            else if (settings.AuthorityFile is { } authorities)
            {
                var trusted = new X509Certificate2Collection();
                trusted.ImportFromPemFile(authorities);
                options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                options.CertificateChainPolicy.CustomTrustStore.AddRange(trusted);
            }
        }
        catch (Exception exception) when (exception is CryptographicException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"A certificate cannot be loaded: {exception.Message}", exception);
        }

        return options;
    }

    private static X509Certificate2 LoadClient(string file, string? keyFile)
    {
        bool isPem = File.ReadAllText(file).Contains("-----BEGIN", StringComparison.Ordinal);
        if (!isPem)
            return X509CertificateLoader.LoadPkcs12FromFile(file, null);
        using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(file, keyFile ?? file);
        // Windows cannot use a key that was never in a store.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    // The check is on the address that is connected to, after DNS, so that no second answer of it can differ.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, AddressPolicy policy, CancellationToken cancellationToken)
    {
        DnsEndPoint target = context.DnsEndPoint;
        // A proxy is the operator's, and may be on the inside; where it leads is checked before the request is sent.
        bool isProxy = !string.Equals(context.InitialRequestMessage.RequestUri?.IdnHost, target.Host, StringComparison.OrdinalIgnoreCase);
        IPAddress[] addresses = IPAddress.TryParse(target.Host, out IPAddress? literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(target.Host, cancellationToken).ConfigureAwait(false);
        if (!isProxy)
            addresses = Array.FindAll(addresses, policy.Allows);
        if (addresses.Length == 0)
            throw new AddressRefusedException(target.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class SchemeProxy(Uri? http, Uri? https) : IWebProxy
    {
        public ICredentials? Credentials { get; set; } = CredentialsOf(http, https);

        public Uri? GetProxy(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? https : http;

        public bool IsBypassed(Uri host) => GetProxy(host) is null;

        private static CredentialCache? CredentialsOf(params ReadOnlySpan<Uri?> proxies)
        {
            CredentialCache? cache = null;
            foreach (Uri? proxy in proxies)
            {
                if (proxy is not { UserInfo.Length: > 0 } || cache?.GetCredential(proxy, "Basic") is not null)
                    continue;
                string[] parts = proxy.UserInfo.Split(':', 2);
                cache ??= [];
                cache.Add(proxy, "Basic", new NetworkCredential(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts.Length > 1 ? parts[1] : "")));
            }

            return cache;
        }
    }
}

using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntelMQ.Bots.Outputs;

/// <summary>The way to the other side of a <see cref="SyslogOutput"/>. Every wait has an end.</summary>
internal sealed class SyslogPeer : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WriteTime = TimeSpan.FromSeconds(60);

    private readonly Socket _socket;
    private readonly Stream? _stream;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly Task _listening;

    private SyslogPeer(Socket socket, Stream? stream, string name, TimeProvider time)
    {
        _socket = socket;
        _stream = stream;
        _name = name;
        _time = time;
        _listening = stream is null ? new TaskCompletionSource().Task : ListenAsync(stream);
    }

    /// <summary>Connects; for datagrams, looks the name up.</summary>
    /// <exception cref="IOException">The other side is not there, does not answer, or is not trusted.</exception>
    public static async ValueTask<SyslogPeer> ConnectAsync(SyslogOutputOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{options.Host}:{options.EffectivePort}");
        Socket? socket = null;
        Stream? stream = null;
        using var limit = new CancellationTokenSource(ConnectTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (options.Protocol == SyslogOutputOptions.Udp)
            {
                IPAddress[] addresses = await Dns.GetHostAddressesAsync(options.Host, either.Token).ConfigureAwait(false);
                // A name that has both kinds mostly means the older one where nobody answers either way.
                IPAddress address = Array.Find(addresses, static one => one.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault() ?? throw new IOException($"{options.Host} has no address");
                socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
                await socket.ConnectAsync(new IPEndPoint(address, options.EffectivePort), either.Token).ConfigureAwait(false);
                return new SyslogPeer(socket, null, name, time);
            }

            socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(options.Host, options.EffectivePort, either.Token).ConfigureAwait(false);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (options.Protocol == SyslogOutputOptions.Tls)
            {
                var secured = new SslStream(stream);
                stream = secured;
                await secured.AuthenticateAsClientAsync(TlsOf(options), either.Token).ConfigureAwait(false);
            }

            return new SyslogPeer(socket, stream, name, time);
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException or OperationCanceledException or CryptographicException or UnauthorizedAccessException)
        {
            if (stream is not null)
                await stream.DisposeAsync().ConfigureAwait(false);
            socket?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException($"{name} cannot be used: {(exception is OperationCanceledException ? "it does not answer" : exception.Message.TrimEnd('.'))}.", exception);
        }
    }

    /// <summary>
    /// Whether the other side has closed the connection, as far as that is known. What is written into such a connection is taken without an error,
    /// and lost.
    /// </summary>
    public bool IsClosed => _listening.IsCompleted;

    /// <summary>Sends messages of a connection, or one datagram.</summary>
    /// <exception cref="IOException">The connection is broken, or the other side takes nothing.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(WriteTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (_stream is null)
                await _socket.SendAsync(bytes, SocketFlags.None, either.Token).ConfigureAwait(false);
            else
                await _stream.WriteAsync(bytes, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{_name} takes nothing.", exception);
        }
        catch (SocketException exception)
        {
            throw new IOException($"{_name} takes nothing: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
            await _stream.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    // Receivers say nothing; what one says all the same is passed over. Ends with the connection.
    private static async Task ListenAsync(Stream stream)
    {
        byte[] rest = new byte[256];
        try
        {
            while (await stream.ReadAsync(rest).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Broken is as good as closed.
        }
    }

    private static SslClientAuthenticationOptions TlsOf(SyslogOutputOptions options)
    {
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = options.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (!string.IsNullOrEmpty(options.SslCaCertificate))
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(options.SslCaCertificate);
            tls.CertificateChainPolicy = policy;
        }

        if (!string.IsNullOrEmpty(options.SslClientCertificate))
        {
            using X509Certificate2 pem = string.IsNullOrEmpty(options.SslClientCertificateKey)
                ? X509Certificate2.CreateFromPemFile(options.SslClientCertificate)
                : X509Certificate2.CreateFromPemFile(options.SslClientCertificate, options.SslClientCertificateKey);
            // Windows wants the key in a form of its own.
            tls.ClientCertificates = [X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null)];
        }

        return tls;
    }
}

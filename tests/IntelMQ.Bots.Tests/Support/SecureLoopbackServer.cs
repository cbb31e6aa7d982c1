using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using IntelMQ.Http;

namespace IntelMQ.Bots.Tests.Support;

/// <summary>A server on the loopback address that speaks just enough HTTP over TLS, for whatever host it is asked; one request for each connection.</summary>
internal sealed class SecureLoopbackServer : IAsyncDisposable
{
    private readonly TestCertificate _certificate = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<(LoopbackRequest Request, TimeSpan At)> _requests = new();
    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private readonly Task _accepting;

    public SecureLoopbackServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What is answered: by the request and its number since the start.</summary>
    public Func<LoopbackRequest, int, LoopbackAnswer> Answer { get; set; } = static (_, _) => LoopbackAnswer.Of(500, "");

    /// <summary>Whether connections are reset once the answer is sent, instead of closed.</summary>
    public bool Resets { get; set; }

    /// <summary>Whether connections are refused.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether clients check the certificate, which nobody vouches for.</summary>
    public bool IsChecked { get; set; }

    public IReadOnlyList<(LoopbackRequest Request, TimeSpan At)> Requests => [.. _requests];

    /// <summary>Connections that all lead here, whatever is asked for.</summary>
    public HttpConnections Connections() => new(_ => new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.Zero,
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, errors) => !IsChecked || errors == SslPolicyErrors.None },
        ConnectCallback = async (_, token) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            // Nobody listens on port 1.
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, IsAway ? 1 : ((IPEndPoint)_listener.LocalEndpoint).Port), token);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
        _certificate.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = new SslStream(client.GetStream());
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate.Certificate }, _stopping.Token);
                LoopbackRequest request = await LoopbackRequest.ReadAsync(stream, _stopping.Token);
                int number = _requests.Count;
                _requests.Enqueue((request, TimeProvider.System.GetElapsedTime(_begun)));
                await Answer(request, number).WriteAsync(stream, _stopping.Token);
                if (Resets)
                    client.Client.Close(0);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or AuthenticationException or ObjectDisposedException)
            {
                // The client went, or the test ended.
            }
        }
    }
}

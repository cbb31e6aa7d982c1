using System.Net;
using System.Net.Sockets;

namespace IntelMQ.Bots.Tests.Support;

/// <summary>A TCP server on a free port of the loopback address, which serves connections one after the other.</summary>
public sealed class LoopbackPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <summary>Starts the server.</summary>
    /// <param name="serve">Serves a connection: its number, from 0, and its stream. When it returns, the connection is closed.</param>
    public LoopbackPeer(Func<int, NetworkStream, CancellationToken, Task> serve)
    {
        _listener.Start();
        _serving = Task.Run(() => ServeAsync(serve));
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<int, NetworkStream, CancellationToken, Task> serve)
    {
        for (int number = 0; !_stop.IsCancellationRequested; number++)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await serve(number, client.GetStream(), _stop.Token);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The other side went away, or the test is over.
            }
        }
    }
}

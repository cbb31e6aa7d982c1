using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace IntelMQ.Replay.Outside.Net;

/// <summary>A TCP port on the loopback address; each connection is served until one of both sides ends it.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly Task _accepting;

    public Listener(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    /// <summary>Waits until the connections that are open have ended.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        // What was connected and not accepted yet is accepted before the port is closed.
        while (!_accepting.IsCompleted && _listener.Pending())
            await Task.Delay(5, cancellationToken);
        await Task.WhenAll(_connections.Keys).WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                client.NoDelay = true;
                _connections.TryAdd(ServeAsync(client), 0);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The port was closed, before or while it was listened at.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await _serve(client.GetStream(), _stop.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException or InvalidDataException or System.Security.Authentication.AuthenticationException)
            {
                // The other side went away, or the run is over.
            }
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace IntelMQ.Mail.Tests;

/// <summary>Stands between a client and a server, and breaks off or falls silent once so many bytes have come from the server.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly Task _accepting;

    public CutProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many bytes the server may send over one connection.</summary>
    public long Limit { get; set; } = long.MaxValue;

    /// <summary>Whether the connection stays open behind the limit, silent.</summary>
    public bool FallsSilent { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            using (var server = new TcpClient())
            {
                client.LingerState = new LingerOption(true, 0);
                await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                Task up = client.GetStream().CopyToAsync(server.GetStream(), _end.Token);
                byte[] piece = new byte[4096];
                long sent = 0;
                while (await server.GetStream().ReadAsync(piece, _end.Token) is > 0 and var read)
                {
                    int allowed = (int)Math.Min(read, Limit - sent);
                    await client.GetStream().WriteAsync(piece.AsMemory(0, Math.Max(0, allowed)), _end.Token);
                    sent += read;
                    if (sent <= Limit)
                        continue;
                    if (FallsSilent)
                        await Task.Delay(Timeout.Infinite, _end.Token);
                    return;
                }

                await up;
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace IntelMQ.Bots.Collectors;

/// <summary>Takes datagrams from a socket.</summary>
internal sealed class SyslogDatagrams : IAsyncDisposable
{
    private const int MaxDatagram = 65535;
    private const int ReceiveBuffer = 4 << 20;

    private readonly Socket _socket;
    private readonly Action<ReadOnlyMemory<byte>> _take;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _receiving;

    /// <summary>Begins to take datagrams.</summary>
    /// <param name="socket">The bound socket; disposed of with this.</param>
    /// <param name="take">Takes a datagram; its bytes are only good during the call.</param>
    public SyslogDatagrams(Socket socket, Action<ReadOnlyMemory<byte>> take)
    {
        _socket = socket;
        // The system may give less; what comes in bursts waits there.
        _socket.ReceiveBufferSize = ReceiveBuffer;
        _take = take;
        _receiving = ReceiveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _receiving.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task ReceiveAsync()
    {
        byte[] block = new byte[MaxDatagram];
        var anybody = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                SocketReceiveFromResult result = await _socket.ReceiveFromAsync(block, anybody, _stopping.Token).ConfigureAwait(false);
                _take(block.AsMemory(0, result.ReceivedBytes));
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.MessageSize)
            {
                // Windows tells of earlier answers that did not arrive; nothing was sent from here.
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }
}

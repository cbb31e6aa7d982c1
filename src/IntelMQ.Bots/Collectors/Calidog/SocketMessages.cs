using System.Net.WebSockets;

namespace IntelMQ.Bots.Collectors;

/// <summary>The messages of a WebSocket, each within a time and a size.</summary>
/// <param name="socket">The connection.</param>
/// <param name="name">What it is called in complaints.</param>
/// <param name="maxSize">The most bytes of a message.</param>
/// <param name="timeout">The longest silence.</param>
/// <param name="time">The clock.</param>
internal sealed class SocketMessages(ClientWebSocket socket, string name, int maxSize, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private readonly byte[] _block = new byte[64 << 10];
    private readonly MemoryStream _message = new();

    public void Dispose() => _message.Dispose();

    /// <exception cref="IOException">The connection cannot be made.</exception>
    public async Task ConnectAsync(Uri url, HttpMessageInvoker client, CancellationToken cancellationToken)
        => await TimedAsync(async token =>
        {
            try
            {
                await socket.ConnectAsync(url, client, token).ConfigureAwait(false);
                return true;
            }
            catch (WebSocketException) when ((int)socket.HttpStatusCode is >= 400 and var status)
            {
                throw StreamBusyException.For(name, status, socket.HttpResponseHeaders?.TryGetValue("Retry-After", out IEnumerable<string>? values) == true ? values.FirstOrDefault() : null, time);
            }
        }, cancellationToken).ConfigureAwait(false);

    /// <summary>The next message; <see langword="null"/> where the other side has closed the connection.</summary>
    /// <exception cref="IOException">The connection is broken, silent, or sends too much.</exception>
    public async Task<byte[]?> NextAsync(CancellationToken cancellationToken)
    {
        _message.SetLength(0);
        while (true)
        {
            ValueWebSocketReceiveResult part = await TimedAsync(token => socket.ReceiveAsync(_block.AsMemory(), token), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await TimedAsync(async token =>
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, token).ConfigureAwait(false);
                    return true;
                }, cancellationToken).ConfigureAwait(false);
                return null;
            }

            if (_message.Length + part.Count > maxSize)
                throw new IOException($"{name}: a message has more than {maxSize} bytes, which max_line_size does not allow.");
            _message.Write(_block, 0, part.Count);
            if (part.EndOfMessage)
                return _message.ToArray();
        }
    }

    private async ValueTask<T> TimedAsync<T>(Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await work(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{name}: nothing came for {timeout.TotalSeconds:0} seconds.", exception);
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException)
        {
            throw new IOException($"{name}: {ReasonOf(exception)}", exception);
        }
    }

    // What the framework says last is why; before it stands that the connection failed.
    private static string ReasonOf(Exception exception)
    {
        while (exception.InnerException is { } cause)
            exception = cause;
        return exception.Message;
    }
}

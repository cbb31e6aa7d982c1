using System.Net.Sockets;

namespace IntelMQ.Bots.Collectors;

/// <summary>Takes connections, so many at once, and has each served by itself.</summary>
internal sealed class SocketServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly Func<Stream, CancellationToken, Task> _serve;
    private readonly SemaphoreSlim _room;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _serving = [];
    private readonly Task _accepting;

    /// <summary>Begins to take connections.</summary>
    /// <param name="listener">The listening socket; disposed of with this.</param>
    /// <param name="maxConnections">How many are served at once; others wait.</param>
    /// <param name="serve">Serves a connection; what it throws costs the connection.</param>
    public SocketServer(Socket listener, int maxConnections, Func<Stream, CancellationToken, Task> serve)
    {
        _listener = listener;
        _serve = serve;
        _room = new SemaphoreSlim(maxConnections);
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        Task[] left;
        lock (_gate)
            left = [.. _serving];
        await Task.WhenAll(left).ConfigureAwait(false);
        _room.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        CancellationToken stopping = _stopping.Token;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await _room.WaitAsync(stopping).ConfigureAwait(false);
                Socket socket = await _listener.AcceptAsync(stopping).ConfigureAwait(false);
                var serving = new TaskCompletionSource();
                Task task = ServeAsync(socket, serving.Task);
                lock (_gate)
                    _serving.Add(task);
                _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                serving.SetResult();
            }
            catch (SocketException) when (!stopping.IsCancellationRequested)
            {
                // A connection that was gone before it was taken.
                _room.Release();
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private void Forget(Task task)
    {
        lock (_gate)
            _serving.Remove(task);
    }

    private async Task ServeAsync(Socket socket, Task started)
    {
        await started.ConfigureAwait(false);
        try
        {
            var stream = new NetworkStream(socket, ownsSocket: true);
            await using (stream.ConfigureAwait(false))
                await _serve(stream, _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side is gone, or the collector stops.
        }
        finally
        {
            _room.Release();
        }
    }
}

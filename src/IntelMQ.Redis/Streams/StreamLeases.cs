using System.Collections.Concurrent;
using IntelMQ.Pipelines;
using IntelMQ.Redis.Server;

namespace IntelMQ.Redis.Streams;

/// <summary>Has the leases of this process live on, also while a bot takes long for a batch.</summary>
internal sealed class StreamLeases(RedisServer server, ConcurrentDictionary<QueueName, StreamQueue> queues) : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private Task? _running;

    public void Begin()
    {
        lock (_gate)
        {
            if (!_end.IsCancellationRequested)
                _running ??= Task.Run(RunAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task? running;
        lock (_gate)
        {
            _end.Cancel();
            running = _running;
        }

        if (running is not null)
            await running.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        TimeSpan pause = server.Options.LeaseTime / 3;
        while (true)
        {
            await Task.Delay(pause, server.Options.Time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_end.IsCancellationRequested)
                return;
            foreach (StreamQueue queue in queues.Values)
                await RenewAsync(queue).ConfigureAwait(false);
        }
    }

    private async ValueTask RenewAsync(StreamQueue queue)
    {
        try
        {
            RedisArguments? renewal;
            using (await queue.LockAsync(_end.Token).ConfigureAwait(false))
                renewal = queue.Renewal();
            if (renewal is not null)
                await server.RunAsync(StreamScripts.Renew, renewal).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Who reads meets it, too; and a lease that has ended is still this process's until another one takes it.
        }
    }
}

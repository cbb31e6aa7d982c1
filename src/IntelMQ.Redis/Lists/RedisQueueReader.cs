using IntelMQ.Pipelines;
using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Redis.Lists;

internal sealed class RedisQueueReader(RedisBroker broker, RedisQueue queue) : IQueueReader
{
    private readonly List<Delivery> _received = [];
    private readonly Committer _committer = new(broker);
    private readonly ILogger _log = broker.Options.Logs.CreateLogger("IntelMQ.Redis");
    private bool _isTroubled;
    private bool _disposed;

    public async ValueTask<IReadOnlyList<Delivery>> ReceiveAsync(int max, long maxBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        _received.Clear();
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            cancellationToken.ThrowIfCancellationRequested();
            Task arrival = queue.Arrival.Next;
            if (await TryTakeAsync(max, maxBytes, cancellationToken).ConfigureAwait(false))
                return _received;
            await Signal.WaitAsync(arrival, broker.Options.PollInterval, broker.Options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _committer.CommitAsync(work, queue, this, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        using (await queue.LockAsync(CancellationToken.None).ConfigureAwait(false))
            queue.GiveBack(this);
        queue.Arrival.Pulse();
        await _committer.DisposeAsync().ConfigureAwait(false);
    }

    // A server that is away is waited for, and told of once.
    private async ValueTask<bool> TryTakeAsync(int max, long maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            using (await queue.LockAsync(cancellationToken).ConfigureAwait(false))
            {
                bool isAnswered = await queue.TakeAsync(this, max, maxBytes, _received).ConfigureAwait(false);
                if (_isTroubled)
                    RedisLog.ReachedAgain(_log, queue.Name.Value);
                _isTroubled = false;
                return isAnswered;
            }
        }
        catch (IOException exception)
        {
            if (!_isTroubled)
                RedisLog.CannotReceive(_log, queue.Name.Value, exception.Message);
            _isTroubled = true;
            return false;
        }
    }
}

using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Redis.Lists;

internal sealed class RedisQueueReader(RedisBroker broker, RedisQueue queue) : IQueueReader
{
    private readonly List<Delivery> _received = [];
    private readonly Committer _committer = new(broker);
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
            using (await queue.LockAsync(cancellationToken).ConfigureAwait(false))
            {
                if (await queue.TakeAsync(this, max, maxBytes, _received).ConfigureAwait(false))
                    return _received;
            }

            await ChangeSignal.WaitAsync(arrival, broker.Options.PollInterval, broker.Options.Time, cancellationToken).ConfigureAwait(false);
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
}

using IntelMQ.Pipelines;
using IntelMQ.Redis.Lists;
using IntelMQ.State;

namespace IntelMQ.Redis.Streams;

internal sealed class StreamQueueReader(RedisStreamBroker broker, StreamQueue queue, int instance, int instances) : IQueueReader
{
    private readonly List<Delivery> _received = [];
    private readonly StreamCommitter _committer = new(broker);
    private bool _disposed;

    /// <summary>Whether a part falls to this reader. One that is the queue's only one is shared by all.</summary>
    public bool Reads(StreamPart part) => queue.Parts.Length == 1 || part.Number % instances == instance;

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
            await queue.CloseAsync(this, _committer.IsDoubtful).ConfigureAwait(false);
        queue.Arrival.Pulse();
        await _committer.DisposeAsync().ConfigureAwait(false);
    }
}

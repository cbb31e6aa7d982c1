using IntelMQ.State;

namespace IntelMQ.Pipelines;

internal sealed class MemoryQueueReader(MemoryBroker broker, MemoryQueue queue, int instance, int instances) : IQueueReader
{
    private readonly List<Delivery> _received = [];
    private readonly List<Delivery> _unsettled = [];
    private long _lastStored;
    private bool _disposed;

    public async ValueTask<IReadOnlyList<Delivery>> ReceiveAsync(int max, long maxBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        _received.Clear();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task arrival;
            lock (broker.Gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (queue.TryTake(instance, instances, max, _received))
                {
                    _unsettled.AddRange(_received);
                    return _received;
                }

                arrival = queue.WaitForArrival();
            }

            await arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(_disposed, this);
        // Stored by an earlier try, of which the caller does not know how it ended.
        if (work.Number != 0 && work.Number == _lastStored)
            return CommitOutcome.Stored;
        CommitOutcome outcome = await broker.StoreAsync(work, cancellationToken).ConfigureAwait(false);
        if (!outcome.IsStored)
            return outcome;
        _lastStored = work.Number;
        lock (broker.Gate)
        {
            // Given back meanwhile: then it is another reader's, and comes again.
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (work.Progress is { } progress)
                Note(progress);
            if (work.Settled.Count > 0)
            {
                Forget(work.Settled);
                queue.Settle(work.Settled);
            }
        }

        Release(work.Settled);
        return outcome;
    }

    public ValueTask DisposeAsync()
    {
        lock (broker.Gate)
        {
            if (!_disposed && _unsettled.Count > 0)
                queue.GiveBack(_unsettled);
            _disposed = true;
        }

        return ValueTask.CompletedTask;
    }

    private static void Release(IReadOnlyList<Delivery> settled)
    {
        Receipt? receipt = null;
        int count = 0;
        for (int i = 0; i < settled.Count; i++)
        {
            Receipt? next = settled[i].Receipt;
            if (!ReferenceEquals(next, receipt))
            {
                receipt?.Release(count);
                (receipt, count) = (next, 0);
            }

            count++;
        }

        receipt?.Release(count);
    }

    private void Note(Checkpoint progress)
    {
        int index = _unsettled.FindIndex(delivery => delivery.Tag == progress.Tag);
        if (index >= 0)
            _unsettled[index] = _unsettled[index] with { Checkpoint = progress.Position };
    }

    private void Forget(IReadOnlyList<Delivery> settled)
    {
        // Nearly always the oldest, in their order.
        int same = 0;
        while (same < settled.Count && same < _unsettled.Count && _unsettled[same].Tag == settled[same].Tag)
            same++;
        _unsettled.RemoveRange(0, same);
        if (same == settled.Count)
            return;
        var tags = new HashSet<long>();
        for (int i = same; i < settled.Count; i++)
            tags.Add(settled[i].Tag);
        if (_unsettled.RemoveAll(delivery => tags.Contains(delivery.Tag)) != tags.Count)
            throw new InvalidOperationException("A delivery was settled that this reader does not hold.");
    }
}

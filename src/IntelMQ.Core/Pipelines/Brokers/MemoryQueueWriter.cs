using IntelMQ.State;

namespace IntelMQ.Pipelines;

internal sealed class MemoryQueueWriter(MemoryBroker broker) : IQueueWriter
{
    private long _lastStored;

    public async ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        // Stored by an earlier try, of which the caller does not know how it ended.
        if (work.Number != 0 && work.Number == _lastStored)
            return CommitOutcome.Stored;
        CommitOutcome outcome = await broker.StoreAsync(work, cancellationToken).ConfigureAwait(false);
        if (outcome.IsStored)
            _lastStored = work.Number;
        return outcome;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

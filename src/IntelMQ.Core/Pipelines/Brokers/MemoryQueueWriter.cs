using IntelMQ.State;

namespace IntelMQ.Pipelines;

internal sealed class MemoryQueueWriter(MemoryBroker broker) : IQueueWriter
{
    public ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return broker.StoreAsync(work, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

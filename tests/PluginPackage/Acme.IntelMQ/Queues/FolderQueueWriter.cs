using IntelMQ.Pipelines;
using IntelMQ.State;

namespace Acme.IntelMQ.Queues;

internal sealed class FolderQueueWriter(FolderBroker broker) : IQueueWriter
{
    private readonly CommitProgress _progress = new();

    public ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return broker.CommitAsync(work, null, _progress, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

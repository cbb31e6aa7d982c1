namespace IntelMQ.Pipelines;

internal sealed class MemoryQueueWriter(MemoryBroker broker) : IQueueWriter
{
    public ValueTask WriteAsync(IReadOnlyList<OutgoingBatch> batches, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return broker.EnqueueAsync(batches, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

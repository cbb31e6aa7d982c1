using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.RabbitMq.Queues;

internal sealed class RabbitQueueWriter(RabbitMqBroker broker) : IQueueWriter
{
    private readonly Committer _committer = new(broker);

    public ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return _committer.CommitAsync(work, null, cancellationToken);
    }

    public ValueTask DisposeAsync() => _committer.DisposeAsync();
}

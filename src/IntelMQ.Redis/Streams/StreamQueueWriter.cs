using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Redis.Streams;

internal sealed class StreamQueueWriter(RedisStreamBroker broker) : IQueueWriter
{
    private readonly StreamCommitter _committer = new(broker);

    public ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return _committer.CommitAsync(work, null, null, cancellationToken);
    }

    public ValueTask DisposeAsync() => _committer.DisposeAsync();
}

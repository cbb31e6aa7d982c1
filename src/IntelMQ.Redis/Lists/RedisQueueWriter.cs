using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Redis.Lists;

internal sealed class RedisQueueWriter(RedisBroker broker) : IQueueWriter
{
    private readonly Committer _committer = new(broker);

    public ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return _committer.CommitAsync(work, null, null, cancellationToken);
    }

    public ValueTask DisposeAsync() => _committer.DisposeAsync();
}

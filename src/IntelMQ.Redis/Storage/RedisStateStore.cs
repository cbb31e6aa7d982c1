using IntelMQ.Pipelines;
using IntelMQ.Redis.Lists;
using IntelMQ.State;

namespace IntelMQ.Redis.Storage;

/// <summary>State on the broker's server.</summary>
internal sealed class RedisStateStore(RedisBroker broker) : IStateStore
{
    public StateTraits Traits => StateTraits.Durable | StateTraits.Shared;

    public ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(space);
        return broker.States.OpenAsync(space, cancellationToken);
    }

    public async ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Count == 0)
            return CommitOutcome.Stored;
        // Without a number: what changes state alone may be stored again.
        return await new Committer(broker).CommitAsync(new UnitOfWork { Changes = changes }, null, null, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

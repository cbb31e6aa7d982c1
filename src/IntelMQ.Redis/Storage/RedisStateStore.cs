using IntelMQ.State;

namespace IntelMQ.Redis.Storage;

/// <summary>State on the broker's server.</summary>
/// <param name="states">The spaces.</param>
/// <param name="apply">Stores changes as a commit without input and output.</param>
internal sealed class RedisStateStore(RedisState states, Func<IReadOnlyList<StateChange>, CancellationToken, ValueTask<CommitOutcome>> apply) : IStateStore
{
    public StateTraits Traits => StateTraits.Durable | StateTraits.Shared;

    public ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(space);
        return states.OpenAsync(space, cancellationToken);
    }

    public async ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Count == 0)
            return CommitOutcome.Stored;
        // Without a number: what changes state alone may be stored again.
        return await apply(changes, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

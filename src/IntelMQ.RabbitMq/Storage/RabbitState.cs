using System.Collections.Concurrent;
using IntelMQ.State;

namespace IntelMQ.RabbitMq.Storage;

/// <summary>State in a store beside the server: it is looked into before messages are sent, and changed once they are.</summary>
internal sealed class RabbitState(IStateStore store) : IStateStore
{
    private readonly ConcurrentDictionary<string, IStateSpace> _spaces = new(StringComparer.Ordinal);

    public StateTraits Traits => store.Traits;

    public async ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(space);
        return _spaces[space.Name] = await store.OpenAsync(space, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken) => store.ApplyAsync(changes, cancellationToken);

    /// <summary>Whether something depends on the state as it is.</summary>
    public static bool HasConditions(IReadOnlyList<StateChange> changes)
    {
        for (int i = 0; i < changes.Count; i++)
        {
            if (changes[i].Condition != StateCondition.None)
                return true;
        }

        return false;
    }

    /// <summary>Looks whether conditions hold now.</summary>
    public CommitOutcome Check(IReadOnlyList<StateChange> changes)
    {
        List<int>? conflicts = null;
        for (int i = 0; i < changes.Count; i++)
        {
            StateChange change = changes[i];
            if (change.Condition == StateCondition.Absent && SpaceOf(change).Contains(change.Key.Span))
                (conflicts ??= []).Add(i);
        }

        return conflicts is null ? CommitOutcome.Stored : CommitOutcome.Refused(conflicts);
    }

    // The store belongs to who made it.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IStateSpace SpaceOf(in StateChange change)
        => _spaces.TryGetValue(change.Space, out IStateSpace? space) ? space : throw new InvalidOperationException($"The space {change.Space} was not opened.");
}

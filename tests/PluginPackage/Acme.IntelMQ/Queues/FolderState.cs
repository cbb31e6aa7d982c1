using System.Collections.Concurrent;
using IntelMQ.State;

namespace Acme.IntelMQ.Queues;

/// <summary>A store of state whose changes are made under the broker's gate, so that a condition that was looked at holds until the commit is stored.</summary>
internal sealed class FolderState(IStateStore store, SemaphoreSlim gate) : IStateStore
{
    private readonly ConcurrentDictionary<string, IStateSpace> _spaces = new(StringComparer.Ordinal);

    public StateTraits Traits => store.Traits;

    public async ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, CancellationToken cancellationToken)
    {
        IStateSpace opened = await store.OpenAsync(space, cancellationToken).ConfigureAwait(false);
        return _spaces[opened.Name] = opened;
    }

    public async ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await store.ApplyAsync(changes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    /// <summary>The positions of changes whose conditions do not hold. Called under the gate.</summary>
    internal List<int> ConflictsOf(IReadOnlyList<StateChange> changes)
    {
        var conflicts = new List<int>();
        for (int i = 0; i < changes.Count; i++)
        {
            if (changes[i].Condition == StateCondition.Absent && _spaces[changes[i].Space].Contains(changes[i].Key.Span))
                conflicts.Add(i);
        }

        return conflicts;
    }

    /// <summary>Makes changes whose conditions were looked at. Called under the gate.</summary>
    internal async ValueTask StoreAsync(IReadOnlyList<StateChange> changes)
    {
        if (changes.Count > 0 && !(await store.ApplyAsync(changes, CancellationToken.None).ConfigureAwait(false)).IsStored)
            throw new InvalidOperationException("A condition that held under the gate holds no more.");
    }
}

namespace IntelMQ.State;

/// <summary>Keeps state in memory: it ends with the process.</summary>
public sealed class MemoryStateStore : IStateStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MemoryStateSpace> _spaces = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly StateClock _line;

    /// <summary>Creates an empty store.</summary>
    public MemoryStateStore()
        : this(TimeProvider.System)
    {
    }

    /// <summary>Creates an empty store.</summary>
    /// <param name="time">The clock, for what is forgotten after a time.</param>
    public MemoryStateStore(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _line = new StateClock(time);
    }

    /// <inheritdoc/>
    public StateTraits Traits => StateTraits.None;

    /// <inheritdoc/>
    public ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(space);
        return new(Open(space));
    }

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return new(Apply(changes));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal MemoryStateSpace Open(StateSpaceDeclaration space)
    {
        lock (_gate)
        {
            if (!_spaces.TryGetValue(space.Name, out MemoryStateSpace? known))
                _spaces.Add(space.Name, known = MemoryStateSpace.Create(space, _time, _line));
            known.Redeclare(space);
            return known;
        }
    }

    /// <summary>Looks whether changes could be stored now: what <see cref="ApplyAsync"/> would answer, without storing.</summary>
    public CommitOutcome Check(IReadOnlyList<StateChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        List<int>? conflicts = null;
        lock (_gate)
        {
            for (int i = 0; i < changes.Count; i++)
            {
                StateChange change = changes[i];
                if (change.Condition == StateCondition.Absent && SpaceOf(change).Contains(change.Key.Span))
                    (conflicts ??= []).Add(i);
            }
        }

        return conflicts is null ? CommitOutcome.Stored : CommitOutcome.Refused(conflicts);
    }

    /// <summary>As <see cref="ApplyAsync"/>, at once: for stores that keep a copy in memory of what they have on disk.</summary>
    public CommitOutcome Apply(IReadOnlyList<StateChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Count == 0)
            return CommitOutcome.Stored;
        lock (_gate)
        {
            CommitOutcome outcome = Check(changes);
            if (!outcome.IsStored)
                return outcome;
            foreach (StateChange change in changes)
                SpaceOf(change).Apply(change);
        }

        return CommitOutcome.Stored;
    }

    private MemoryStateSpace SpaceOf(in StateChange change)
        => _spaces.TryGetValue(change.Space, out MemoryStateSpace? space) ? space : throw new InvalidOperationException($"The space {change.Space} was not opened.");
}

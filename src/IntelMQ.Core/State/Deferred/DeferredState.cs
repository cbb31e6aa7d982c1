using Microsoft.Extensions.Logging;

namespace IntelMQ.State;

/// <summary>
/// The state of queues in memory. Changes show at once, but are written to the store behind only when the receipt of what they came from
/// has nothing on its way any more, and before its source is put away: state that ran ahead of queues that end with the process would
/// take events for seen that nobody has stored. What is not written when the run ends is forgotten, and its source comes again.
/// </summary>
internal sealed partial class DeferredState(IStateStore store, TimeProvider time, ILogger log) : IStateStore
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DeferredSpace> _spaces = new(StringComparer.Ordinal);
    private readonly Dictionary<Receipt, DeferredChanges> _open = [];

    // Not disposed: what comes late still asks it.
    private readonly CancellationTokenSource _ending = new();
    private List<DeferredChanges> _due = [];
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;

    // Changes come in rows of the same space and receipt.
    private DeferredSpace? _lastSpace;
    private (Receipt? Receipt, DeferredChanges? Changes) _last;

    public StateTraits Traits => store.Traits;

    public async ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, CancellationToken cancellationToken)
    {
        IStateSpace written = await store.OpenAsync(space, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            if (!_spaces.TryGetValue(space.Name, out DeferredSpace? known))
                _spaces.Add(space.Name, known = space.Kind == StateSpaceKind.Keys ? new DeferredKeySpace(space, written, time) : new DeferredValueSpace(written, time));
            return known;
        }
    }

    /// <summary>Stores changes that belong to no commit.</summary>
    public async ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        CommitOutcome outcome = Check(changes);
        if (!outcome.IsStored)
            return outcome;
        outcome = await WriteThroughAsync(changes, cancellationToken).ConfigureAwait(false);
        return outcome.IsStored ? Apply(changes) : outcome;
    }

    /// <summary>Stores those of the changes that nothing stands behind that could come again.</summary>
    public ValueTask<CommitOutcome> WriteThroughAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        List<StateChange>? lone = null;
        for (int i = 0; i < changes.Count; i++)
        {
            if (changes[i].Receipt is null)
                (lone ??= []).Add(changes[i]);
        }

        return lone is null ? new(CommitOutcome.Stored) : WriteAsync(lone);

        async ValueTask<CommitOutcome> WriteAsync(List<StateChange> lone)
        {
            CommitOutcome outcome = await store.ApplyAsync(lone, cancellationToken).ConfigureAwait(false);
            if (outcome.IsStored)
                return outcome;
            int[] places = [.. Enumerable.Range(0, changes.Count).Where(i => changes[i].Receipt is null)];
            return CommitOutcome.Refused([.. outcome.Conflicts.Select(conflict => places[conflict])]);
        }
    }

    /// <summary>Looks whether changes could be stored now.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="loneAreStored">Whether those without a receipt are written already, and so are there.</param>
    public CommitOutcome Check(IReadOnlyList<StateChange> changes, bool loneAreStored = false)
    {
        List<int>? conflicts = null;
        lock (_gate)
        {
            for (int i = 0; i < changes.Count; i++)
            {
                StateChange change = changes[i];
                if (change.Condition == StateCondition.Absent && !(loneAreStored && change.Receipt is null) && SpaceOf(change.Space).Contains(change.Key.Span))
                    (conflicts ??= []).Add(i);
            }
        }

        return conflicts is null ? CommitOutcome.Stored : CommitOutcome.Refused(conflicts);
    }

    /// <summary>Makes changes that <see cref="Check"/> has let pass, under the same lock of the caller's. Those without a receipt are written already.</summary>
    public CommitOutcome Apply(IReadOnlyList<StateChange> changes)
    {
        lock (_gate)
        {
            for (int i = 0; i < changes.Count; i++)
            {
                StateChange change = changes[i];
                if (change.Receipt is { } receipt)
                    ChangesOf(receipt).Add(SpaceOf(change.Space), change);
                else
                    SpaceOf(change.Space).Overtake(change);
            }
        }

        return CommitOutcome.Stored;
    }

    /// <summary>Waits until nothing is being written.</summary>
    public async Task FlushAsync()
    {
        while (true)
        {
            Task writing;
            lock (_gate)
            {
                if (!_isWriting)
                    return;
                writing = _writing;
            }

            await writing.ConfigureAwait(false);
        }
    }

    /// <summary>Ends the attempts to write. The store stays its owner's.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await FlushAsync().ConfigureAwait(false);
    }

    private DeferredSpace SpaceOf(string name)
    {
        if (_lastSpace is { } last && ReferenceEquals(last.Name, name))
            return last;
        if (!_spaces.TryGetValue(name, out DeferredSpace? space))
            throw new InvalidOperationException($"The space {name} was not opened.");
        return _lastSpace = space;
    }

    private DeferredChanges ChangesOf(Receipt receipt)
    {
        if (ReferenceEquals(_last.Receipt, receipt))
            return _last.Changes!;
        if (!_open.TryGetValue(receipt, out DeferredChanges? changes))
        {
            _open.Add(receipt, changes = new DeferredChanges());
            if (!receipt.WriteBeforeSettled(WriteAsync))
                throw new InvalidOperationException("The receipt has another writer.");
        }

        _last = (receipt, changes);
        return changes;
    }

    private Task WriteAsync(Receipt receipt)
    {
        Task done;
        lock (_gate)
        {
            if (!_open.Remove(receipt, out DeferredChanges? changes))
                return Task.CompletedTask;
            if (ReferenceEquals(_last.Receipt, receipt))
                _last = default;
            _due.Add(changes);
            done = changes.Done.Task;
            if (_isWriting)
                return done;
            _isWriting = true;
        }

        // In this thread as far as nothing waits, which is all the way where the store is in memory.
        Task writing = WriteDueAsync();
        lock (_gate)
            _writing = writing;
        return done;
    }

    private async Task WriteDueAsync()
    {
        while (true)
        {
            List<DeferredChanges> due;
            lock (_gate)
            {
                if (_due.Count == 0)
                {
                    _isWriting = false;
                    return;
                }

                (due, _due) = (_due, []);
            }

            if (!await TryWriteAsync(ChangesIn(due)).ConfigureAwait(false))
            {
                // The run is over: whoever waits goes on waiting, so that no source is put away.
                lock (_gate)
                    _isWriting = false;
                return;
            }

            foreach ((DeferredSpace space, StateChange change, long version) in due.SelectMany(static changes => changes.Items))
                space.Written(change, version);
            foreach (DeferredChanges changes in due)
                changes.Done.SetResult();
        }
    }

    private static List<StateChange> ChangesIn(List<DeferredChanges> due)
    {
        var changes = new List<StateChange>();
        foreach ((DeferredSpace space, StateChange change, long version) in due.SelectMany(static part => part.Items).OrderBy(static item => item.Version))
        {
            if (space.IsDue(change, version))
                changes.Add(change);
        }

        return changes;
    }

    private async ValueTask<bool> TryWriteAsync(List<StateChange> changes)
    {
        TimeSpan pause = TimeSpan.FromSeconds(1);
        while (true)
        {
            try
            {
                await store.ApplyAsync(changes, _ending.Token).ConfigureAwait(false);
                return true;
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                return false;
            }
            catch (IOException exception)
            {
                LogNotWritten(log, pause, exception);
            }

            try
            {
                await Task.Delay(pause, time, _ending.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return false;
            }

            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "What bots remember could not be written; trying again in {Pause}. What it came from stays in its source meanwhile.")]
    private static partial void LogNotWritten(ILogger log, TimeSpan pause, Exception exception);
}

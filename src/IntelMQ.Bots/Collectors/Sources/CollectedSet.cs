using IntelMQ.State;

namespace IntelMQ.Bots.Collectors;

/// <summary>Several reports of one thing, such as the files of an archive: it is put away, and counts as taken, once all are settled.</summary>
/// <param name="count">How many reports.</param>
/// <param name="settled">Puts it away.</param>
internal sealed class CollectedSet(int count, Func<CancellationToken, ValueTask>? settled)
{
    private readonly Receipt _all = new(1);
    private int _left = count;

    /// <summary>Changes that are made when all reports are settled; they go with the last report.</summary>
    public StateChange[] Changes(params ReadOnlySpan<StateChange> changes)
    {
        var bound = new StateChange[changes.Length];
        for (int i = 0; i < changes.Length; i++)
            bound[i] = changes[i] with { Receipt = _all };
        return bound;
    }

    /// <summary>What settles one of the reports; may be called twice.</summary>
    public Func<CancellationToken, ValueTask> Part()
    {
        bool isSettled = false;
        return cancellationToken =>
        {
            if (isSettled)
                return ValueTask.CompletedTask;
            isSettled = true;
            if (Interlocked.Decrement(ref _left) > 0)
                return ValueTask.CompletedTask;
            _all.Release(1);
            return settled?.Invoke(cancellationToken) ?? ValueTask.CompletedTask;
        };
    }
}

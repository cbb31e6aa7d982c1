namespace IntelMQ.Bots;

/// <summary>
/// A source on its way, such as a file, a mail or a download: counts the reports that are made of it, and puts it away when the last of them is
/// settled and no more will come.
/// </summary>
/// <param name="settled">Puts the source away; called once.</param>
public sealed class CollectedSource(Func<CancellationToken, ValueTask> settled)
{
    private readonly Lock _gate = new();
    private List<Func<ValueTask>>? _afterwards;
    private int _open;
    private bool _isWhole;
    private bool _isPutAway;

    /// <summary>What settles one more report, for <see cref="CollectedReport"/>; may be called twice.</summary>
    public Func<CancellationToken, ValueTask> Expect()
    {
        lock (_gate)
            _open++;
        bool isDone = false;
        return cancellationToken =>
        {
            bool isLast;
            lock (_gate)
            {
                if (isDone)
                    return ValueTask.CompletedTask;
                isDone = true;
                isLast = --_open == 0 && _isWhole;
            }

            return isLast ? PutAwayAsync(cancellationToken) : ValueTask.CompletedTask;
        };
    }

    /// <summary>Says that no more reports will come; a source that never is whole is never put away.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        bool isLast;
        lock (_gate)
        {
            _isWhole = true;
            isLast = _open == 0;
        }

        return isLast ? PutAwayAsync(cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>Does something once the source is put away: now, where it is. Never, where it cannot be put away.</summary>
    internal ValueTask AfterwardsAsync(Func<ValueTask> work)
    {
        lock (_gate)
        {
            if (!_isPutAway)
            {
                (_afterwards ??= []).Add(work);
                return ValueTask.CompletedTask;
            }
        }

        return work();
    }

    private async ValueTask PutAwayAsync(CancellationToken cancellationToken)
    {
        await settled(cancellationToken).ConfigureAwait(false);
        List<Func<ValueTask>>? afterwards;
        lock (_gate)
        {
            _isPutAway = true;
            (afterwards, _afterwards) = (_afterwards, null);
        }

        foreach (Func<ValueTask> work in afterwards ?? [])
            await work().ConfigureAwait(false);
    }
}

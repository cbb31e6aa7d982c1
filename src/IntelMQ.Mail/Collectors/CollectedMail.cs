namespace IntelMQ.Mail.Collectors;

/// <summary>A mail on its way: counts its reports, and marks the mail when the last of them is settled and no more will come.</summary>
internal sealed class CollectedMail(Func<CancellationToken, ValueTask> mark)
{
    private readonly Lock _gate = new();
    private int _open;
    private bool _isWhole;

    /// <summary>What settles one more report.</summary>
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

            return isLast ? mark(cancellationToken) : ValueTask.CompletedTask;
        };
    }

    /// <summary>Says that no more reports will come.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        bool isLast;
        lock (_gate)
        {
            _isWhole = true;
            isLast = _open == 0;
        }

        return isLast ? mark(cancellationToken) : ValueTask.CompletedTask;
    }
}

using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>Knows which reports are on their way, and puts each one's source away when it is settled.</summary>
internal sealed class SourceTracker
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Receipt, Task> _open = [];
    private Task _lastSettled = Task.CompletedTask;
    private TaskCompletionSource? _empty;
    private bool _given;

    /// <summary>How many reports are not settled.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    /// <summary>Does something when a receipt is settled.</summary>
    public void Track(Receipt receipt, Func<ValueTask> settle)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _open.Add(receipt, SettleAsync(receipt, settle, started.Task));
        started.SetResult();
    }

    /// <summary>Forgets a report that was not sent after all; its source stays.</summary>
    public void Forget(Receipt receipt) => Remove(receipt);

    /// <summary>Waits until nothing is on its way, or until <see cref="GiveUpAsync"/>.</summary>
    public Task WhenEmpty()
    {
        lock (_gate)
        {
            if (_open.Count == 0 || _given)
                return Task.CompletedTask;
            return (_empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Waits for those that are settled and being put away; the others will not come any more.</summary>
    public async Task GiveUpAsync()
    {
        Task[] ending;
        lock (_gate)
            ending = [.. _open.Where(static pair => pair.Key.Settled.IsCompleted).Select(static pair => pair.Value)];
        await Task.WhenAll(ending).ConfigureAwait(false);
        lock (_gate)
        {
            _given = true;
            _empty?.TrySetResult();
        }
    }

    private async Task SettleAsync(Receipt receipt, Func<ValueTask> settle, Task started)
    {
        await started.ConfigureAwait(false);
        await receipt.Settled.ConfigureAwait(false);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_gate)
            (before, _lastSettled) = (_lastSettled, done.Task);
        // A collector puts one source away at a time.
        await before.ConfigureAwait(false);
        try
        {
            await settle().ConfigureAwait(false);
        }
        finally
        {
            Remove(receipt);
            done.SetResult();
        }
    }

    private void Remove(Receipt receipt)
    {
        lock (_gate)
        {
            _open.Remove(receipt);
            if (_open.Count > 0)
                return;
            _empty?.TrySetResult();
            _empty = null;
        }
    }
}

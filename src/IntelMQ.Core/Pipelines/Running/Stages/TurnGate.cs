namespace IntelMQ.Pipelines;

/// <summary>Keeps the order of several instances: who receives draws a number, and sends when it is that number's turn.</summary>
internal sealed class TurnGate : IDisposable
{
    private readonly SemaphoreSlim _receiving = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Dictionary<long, TaskCompletionSource> _waiting = [];
    private long _next;
    private long _turn;

    /// <summary>Receives and draws a number, which nobody can do in between.</summary>
    public async ValueTask<(IReadOnlyList<Delivery> Batch, long Ticket)> ReceiveAsync(Func<ValueTask<IReadOnlyList<Delivery>>> receive, CancellationToken cancellationToken)
    {
        await _receiving.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            IReadOnlyList<Delivery> batch = await receive().ConfigureAwait(false);
            return (batch, batch.Count == 0 ? -1 : _next++);
        }
        finally
        {
            _receiving.Release();
        }
    }

    public bool IsTurn(long ticket) => Interlocked.Read(ref _turn) == ticket;

    public Task WaitAsync(long ticket, CancellationToken cancellationToken)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            if (_turn == ticket)
                return Task.CompletedTask;
            signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[ticket] = signal;
        }

        return signal.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends a turn.</summary>
    public void Pass()
    {
        lock (_gate)
        {
            if (_waiting.Remove(++_turn, out TaskCompletionSource? next))
                next.SetResult();
        }
    }

    public void Dispose() => _receiving.Dispose();
}

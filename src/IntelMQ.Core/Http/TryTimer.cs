namespace IntelMQ.Http;

/// <summary>The time of a try, and somebody's wish to stop.</summary>
internal sealed class TryTimer(TimeSpan timeout, TimeProvider time, CancellationToken stop) : IDisposable
{
    private CancellationTokenSource? _late;
    private CancellationTokenSource? _either;

    /// <summary>Ends the try.</summary>
    public CancellationToken Token => _either!.Token;

    /// <summary>Whether somebody wants to stop.</summary>
    public bool IsStopped => stop.IsCancellationRequested;

    /// <summary>Begins a try.</summary>
    public void Begin()
    {
        Dispose();
        _late = new CancellationTokenSource(timeout, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(stop, _late.Token);
    }

    public void Dispose()
    {
        _either?.Dispose();
        _late?.Dispose();
    }
}

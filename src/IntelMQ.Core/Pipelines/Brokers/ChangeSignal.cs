namespace IntelMQ.Pipelines;

/// <summary>
/// Wakes those who wait for a queue to change, for brokers: readers for what arrives, writers for room. A pulse wakes all who wait; whoever
/// waits has asked for <see cref="Next"/> before it looked, so that no change is missed.
/// </summary>
public sealed class ChangeSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next change; asked for before one looks whether there is anything.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Says that something has changed.</summary>
    public void Pulse() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>Waits for a change, but no longer than a while: what happens on another machine may tell nobody.</summary>
    /// <param name="change">What <see cref="Next"/> gave.</param>
    /// <param name="atMost">The longest wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask WaitAsync(Task change, TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        await change.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

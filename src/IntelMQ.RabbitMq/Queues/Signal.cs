namespace IntelMQ.RabbitMq.Queues;

/// <summary>Wakes those who wait for a change in this process, or elsewhere where somebody tells.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next change; asked for before one looks whether there is anything.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Pulse() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>Waits for a change, but no longer than a while.</summary>
    public static async ValueTask WaitAsync(Task change, TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        await change.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

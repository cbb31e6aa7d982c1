using System.Diagnostics;

namespace IntelMQ.State;

/// <summary>
/// Counts what was made of a report, or of a part of one: each copy and each event on its way is one. When none is left, everything is
/// stored or kept as failure; changes of state that came of it are then written, and only after that it is settled and its source may go.
/// </summary>
public sealed class Receipt
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Receipt? _whole;
    private Func<Receipt, Task>? _write;
    private Receipt? _next;
    private long _count;

    /// <summary>Creates it with so many messages on their way.</summary>
    public Receipt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _count = count;
        if (count == 0)
            Settle();
    }

    /// <summary>Creates the receipt of a part: the whole is not settled before the part is, and the part not before those before it.</summary>
    /// <param name="count">So many messages are on their way; at least one.</param>
    /// <param name="whole">What it is a part of; must not be settled yet.</param>
    /// <param name="before">The part before it, where there is one; no two parts have the same before them.</param>
    public Receipt(int count, Receipt whole, Receipt? before)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentNullException.ThrowIfNull(whole);
        _whole = whole;
        Trace = whole.Trace;
        whole.Retain(1);
        _count = count;
        if (before is null)
            return;
        _count++;
        Receipt? next = Interlocked.CompareExchange(ref before._next, this, null);
        if (next is null)
            return;
        _count--;
        if (!ReferenceEquals(next, Nobody))
            throw new ArgumentException("Another part is behind it already.", nameof(before));
    }

    // Stands in the place of the next part once this one is settled.
    private static Receipt Nobody { get; } = new(0);

    /// <summary>The span of the report, where somebody traces.</summary>
    public ActivityContext Trace { get; init; }

    /// <summary>Completes when nothing is on its way any more and what is to be remembered of it is written.</summary>
    public Task Settled => _settled.Task;

    /// <summary>Called once it is settled, in the same thread, before what it is a part of is.</summary>
    internal Action? AfterSettled { get; set; }

    /// <summary>So many more messages are on their way. Called while at least one is.</summary>
    public void Retain(int count) => Interlocked.Add(ref _count, count);

    /// <summary>So many messages are stored for good, kept as failures or dropped on purpose.</summary>
    /// <exception cref="InvalidOperationException">More are released than were retained.</exception>
    public void Release(int count)
    {
        long left = Interlocked.Add(ref _count, -count);
        if (left == 0)
            End();
        else if (left < 0)
            throw new InvalidOperationException("More messages were released than were on their way.");
    }

    /// <summary>Has something written when nothing is on its way any more, before it is settled. Called while a message is on its way.</summary>
    /// <param name="write">
    /// Called once. It ends when all is written; where it throws, the receipt is never settled, so that its source stays.
    /// </param>
    /// <returns>Whether it was the first; a receipt has one writer.</returns>
    public bool WriteBeforeSettled(Func<Receipt, Task> write) => Interlocked.CompareExchange(ref _write, write, null) is null;

    // A loop, since a long row of parts may wait for one.
    private void End()
    {
        for (Receipt? ended = this; ended is not null; ended = ended.Settle())
        {
            if (Volatile.Read(ref ended._write) is not { } write)
                continue;
            Task written = write(ended);
            if (written.IsCompletedSuccessfully)
                continue;
            _ = ended.EndWhenAsync(written);
            return;
        }
    }

    private async Task EndWhenAsync(Task written)
    {
        await written.ConfigureAwait(false);
        Settle()?.End();
    }

    /// <returns>The part after it, where that has nothing on its way either.</returns>
    private Receipt? Settle()
    {
        _settled.TrySetResult();
        AfterSettled?.Invoke();
        Receipt? next = Interlocked.Exchange(ref _next, Nobody);
        _whole?.Release(1);
        return next is not null && !ReferenceEquals(next, Nobody) && Interlocked.Decrement(ref next._count) == 0 ? next : null;
    }
}

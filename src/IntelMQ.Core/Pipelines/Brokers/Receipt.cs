using System.Diagnostics;

namespace IntelMQ.Pipelines;

/// <summary>
/// Counts what was made of a report: each copy and each event on its way is one. When none is left, everything is stored or kept as
/// failure, and the source may go.
/// </summary>
public sealed class Receipt : Bots.IHoldAnchor
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _count;

    /// <summary>Creates it with so many messages on their way.</summary>
    public Receipt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _count = count;
        if (count == 0)
            _settled.SetResult();
    }

    /// <summary>The span of the report, where somebody traces.</summary>
    internal ActivityContext Trace { get; init; }

    /// <summary>Completes when nothing is on its way any more.</summary>
    public Task Settled => _settled.Task;

    /// <summary>So many more messages are on their way. Called while at least one is.</summary>
    public void Retain(int count) => Interlocked.Add(ref _count, count);

    /// <summary>So many messages are stored for good, kept as failures or dropped on purpose.</summary>
    /// <exception cref="InvalidOperationException">More are released than were retained.</exception>
    public void Release(int count)
    {
        long left = Interlocked.Add(ref _count, -count);
        if (left == 0)
            _settled.TrySetResult();
        else if (left < 0)
            throw new InvalidOperationException("More messages were released than were on their way.");
    }
}

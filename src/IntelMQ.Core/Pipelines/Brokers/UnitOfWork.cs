using IntelMQ.Failures;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>What belongs together: input that is done, and what came of it.</summary>
public sealed class UnitOfWork
{
    /// <summary>
    /// Numbers the commits of one reader or writer from 1. A commit that is tried again, since nobody knows how the first try ended, has the
    /// same number.
    /// </summary>
    public long Number { get; init; }

    /// <summary>What goes where.</summary>
    public IReadOnlyList<OutgoingBatch> Outputs { get; init; } = [];

    /// <summary>What could not be processed.</summary>
    public IReadOnlyList<Failure> Failures { get; init; } = [];

    /// <summary>What bots remember of it.</summary>
    public IReadOnlyList<StateChange> Changes { get; init; } = [];

    /// <summary>The input that is done, in its order.</summary>
    public IReadOnlyList<Delivery> Settled { get; init; } = [];

    /// <summary>Input that is done in part.</summary>
    public Checkpoint? Progress { get; init; }
}

/// <summary>How far a delivery is done.</summary>
/// <param name="Tag">The delivery's <see cref="Delivery.Tag"/>.</param>
/// <param name="Position">So many elements are done.</param>
public readonly record struct Checkpoint(long Tag, long Position);

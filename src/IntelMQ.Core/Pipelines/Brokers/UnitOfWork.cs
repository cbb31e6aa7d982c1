using IntelMQ.Failures;

namespace IntelMQ.Pipelines;

/// <summary>What belongs together: input that is done, and what came of it.</summary>
public sealed class UnitOfWork
{
    /// <summary>What goes where.</summary>
    public IReadOnlyList<OutgoingBatch> Outputs { get; init; } = [];

    /// <summary>What could not be processed.</summary>
    public IReadOnlyList<Failure> Failures { get; init; } = [];

    /// <summary>Keeps the state of the bots that did the work; called once, after outputs and failures are stored.</summary>
    public Action? ApplyState { get; init; }

    /// <summary>The input that is done, in its order.</summary>
    public IReadOnlyList<Delivery> Settled { get; init; } = [];

    /// <summary>Input that is done in part.</summary>
    public Checkpoint? Progress { get; init; }
}

/// <summary>How far a delivery is done.</summary>
/// <param name="Tag">The delivery's <see cref="Delivery.Tag"/>.</param>
/// <param name="Position">So many elements are done.</param>
public readonly record struct Checkpoint(long Tag, long Position);

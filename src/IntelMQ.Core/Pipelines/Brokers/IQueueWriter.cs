namespace IntelMQ.Pipelines;

/// <summary>Writes to queues, for those who read none. Used by one thread at a time.</summary>
public interface IQueueWriter : IAsyncDisposable
{
    /// <summary>Writes messages; waits while a queue is full, returns when they are stored.</summary>
    /// <param name="batches">What goes where; the lists are the caller's again when the call returns.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    ValueTask WriteAsync(IReadOnlyList<OutgoingBatch> batches, CancellationToken cancellationToken);
}

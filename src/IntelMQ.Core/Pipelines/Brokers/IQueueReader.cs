namespace IntelMQ.Pipelines;

/// <summary>Reads one queue. Used by one thread at a time. Disposing it gives back what was received and is not settled, in its order.</summary>
public interface IQueueReader : IAsyncDisposable
{
    /// <summary>Receives messages; waits for at least one.</summary>
    /// <param name="max">The most that are returned.</param>
    /// <param name="cancellationToken">Ends the wait; nothing is received then.</param>
    /// <returns>The messages in their order, valid until the next call; empty when the queue is completed and drained.</returns>
    ValueTask<IReadOnlyList<Delivery>> ReceiveAsync(int max, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a piece of work: stores its failures and outputs (waits while a queue is full), then applies its state, then settles its
    /// input; in one transaction where the broker has <see cref="BrokerTraits.AtomicCommit"/>.
    /// </summary>
    /// <param name="work">The work; the caller's again when the call returns.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="IOException">The store does not answer; the input is not settled, and the same work may be committed again.</exception>
    ValueTask CommitAsync(UnitOfWork work, CancellationToken cancellationToken);
}

using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>Reads one queue. Used by one thread at a time. Disposing it gives back what was received and is not settled, in its order.</summary>
public interface IQueueReader : IAsyncDisposable
{
    /// <summary>Receives messages; waits for at least one.</summary>
    /// <param name="max">The most that are returned.</param>
    /// <param name="maxBytes">About how many bytes of payload are returned at most; one message is always. Queues of objects pass over it.</param>
    /// <param name="cancellationToken">Ends the wait; what arrives all the same comes with the next call.</param>
    /// <returns>The messages in their order, valid until the next call; empty when the queue is completed and drained.</returns>
    ValueTask<IReadOnlyList<Delivery>> ReceiveAsync(int max, long maxBytes, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a piece of work: stores its failures, outputs (waits while a queue is full) and changes of state, then settles its input; in one
    /// transaction where the broker has <see cref="BrokerTraits.AtomicCommit"/>.
    /// </summary>
    /// <param name="work">The work; the caller's again when the call returns.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <returns>Whether all is stored; where conditions of changes do not hold, nothing is, and the input stays received; or <see cref="CommitOutcome.Lost"/>.</returns>
    /// <exception cref="IOException">
    /// The store does not answer; the input is not settled. The same work may be committed again with the same
    /// <see cref="UnitOfWork.Number"/>: a broker that has stored it already says so instead of storing it twice.
    /// </exception>
    ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken);
}

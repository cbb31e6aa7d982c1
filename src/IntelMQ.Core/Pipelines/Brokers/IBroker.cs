using IntelMQ.Failures;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>
/// Queues between bots, and what is stored together with them. The contract is what queues in memory, in a database and on a message
/// server can all fulfil: at least once, in order per queue and part, bounded; a payload that cannot be read is a failure and never comes
/// again for ever.
/// </summary>
public interface IBroker : IAsyncDisposable
{
    /// <summary>What the broker promises beyond the contract.</summary>
    BrokerTraits Traits { get; }

    /// <summary>Keeps what bots remember; what is committed with <see cref="UnitOfWork.Changes"/> shows here.</summary>
    IStateStore State { get; }

    /// <summary>Keeps failures; what is committed with <see cref="UnitOfWork.Failures"/> shows here.</summary>
    IFailureStore Failures { get; }

    /// <summary>
    /// Makes a queue ready, and takes back <see cref="CompleteAsync"/>. What is in it stays. May be called again while the queue is used, with
    /// another capacity.
    /// </summary>
    /// <exception cref="InvalidOperationException">The queue holds messages and its number of parts would change.</exception>
    /// <exception cref="IOException">The broker does not answer, or refuses.</exception>
    ValueTask DeclareAsync(QueueDeclaration queue, CancellationToken cancellationToken);

    /// <summary>Opens a queue for reading.</summary>
    /// <param name="queue">A declared queue.</param>
    /// <param name="instance">The reader's number from 0; where the queue has parts, it reads those whose number leaves this rest when divided by <paramref name="instances"/>.</param>
    /// <param name="instances">How many readers there are in this process.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, int instances, CancellationToken cancellationToken);

    /// <summary>Opens a writer for any declared queue.</summary>
    ValueTask<IQueueWriter> OpenWriterAsync(CancellationToken cancellationToken);

    /// <summary>Says that nobody in this process will write to the queue any more: readers get what is there, then nothing.</summary>
    ValueTask CompleteAsync(QueueName queue, CancellationToken cancellationToken);

    /// <summary>How a queue stands.</summary>
    ValueTask<QueueStatus> GetStatusAsync(QueueName queue, CancellationToken cancellationToken);

    /// <summary>The queues that hold messages or are declared, by name; also those that no bot of this process has.</summary>
    ValueTask<IReadOnlyList<QueueName>> ListQueuesAsync(CancellationToken cancellationToken);

    /// <summary>Looks at the oldest messages that wait, without taking them.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="max">The most that are returned.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken);

    /// <summary>Removes all messages that wait; those in work stay.</summary>
    /// <returns>How many were removed.</returns>
    ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken);
}

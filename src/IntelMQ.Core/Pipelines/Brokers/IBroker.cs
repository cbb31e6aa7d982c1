namespace IntelMQ.Pipelines;

/// <summary>
/// Queues between bots. The contract is what queues in memory, in a database and on a message server can all fulfil: at least once,
/// in order per queue, bounded.
/// </summary>
public interface IBroker : IAsyncDisposable
{
    /// <summary>What the broker promises beyond the contract.</summary>
    BrokerTraits Traits { get; }

    /// <summary>Makes a queue ready, and takes back <see cref="CompleteAsync"/>. What is in it stays.</summary>
    ValueTask DeclareAsync(QueueDeclaration queue, CancellationToken cancellationToken);

    /// <summary>Opens a queue for reading.</summary>
    /// <param name="queue">A declared queue.</param>
    /// <param name="instance">The reader's number from 0; where the queue has parts, the part.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, CancellationToken cancellationToken);

    /// <summary>Opens a writer for any declared queue.</summary>
    ValueTask<IQueueWriter> OpenWriterAsync(CancellationToken cancellationToken);

    /// <summary>Says that nothing more will be written: readers get what is there, then nothing.</summary>
    ValueTask CompleteAsync(QueueName queue, CancellationToken cancellationToken);

    /// <summary>How many messages a queue holds, those counted that were received but are not settled.</summary>
    ValueTask<long> CountAsync(QueueName queue, CancellationToken cancellationToken);
}

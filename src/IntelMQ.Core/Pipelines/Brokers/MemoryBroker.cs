using System.Runtime.InteropServices;
using IntelMQ.Failures;

namespace IntelMQ.Pipelines;

/// <summary>Queues in memory: messages travel as objects. One lock guards all queues, and is taken once per batch.</summary>
public sealed class MemoryBroker : IBroker
{
    private readonly Dictionary<QueueName, MemoryQueue> _queues = [];
    private readonly IFailureStore _failures;

    /// <summary>Creates the broker.</summary>
    /// <param name="failures">Where the failures of a commit are stored; not disposed with the broker.</param>
    public MemoryBroker(IFailureStore failures)
    {
        ArgumentNullException.ThrowIfNull(failures);
        _failures = failures;
    }

    /// <inheritdoc/>
    public BrokerTraits Traits => BrokerTraits.AtomicCommit | BrokerTraits.Checkpoints | BrokerTraits.Entries | BrokerTraits.Partitions;

    internal Lock Gate { get; } = new();

    /// <inheritdoc/>
    public ValueTask DeclareAsync(QueueDeclaration queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(queue.Capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(queue.Partitions);
        lock (Gate)
        {
            ref MemoryQueue? known = ref CollectionsMarshal.GetValueRefOrAddDefault(_queues, queue.Name, out _);
            if (known is null)
                known = new MemoryQueue(queue);
            else
                known.Redeclare(queue);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, CancellationToken cancellationToken)
    {
        lock (Gate)
            return new(new MemoryQueueReader(this, Find(queue), instance));
    }

    /// <inheritdoc/>
    public ValueTask<IQueueWriter> OpenWriterAsync(CancellationToken cancellationToken) => new(new MemoryQueueWriter(this));

    /// <inheritdoc/>
    public ValueTask CompleteAsync(QueueName queue, CancellationToken cancellationToken)
    {
        lock (Gate)
            Find(queue).Complete();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(QueueName queue, CancellationToken cancellationToken)
    {
        lock (Gate)
            return new(Find(queue).Count);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (Gate)
        {
            foreach (MemoryQueue queue in _queues.Values)
                queue.Complete();
        }

        return ValueTask.CompletedTask;
    }

    internal ValueTask StoreFailuresAsync(IReadOnlyList<Failure> failures, CancellationToken cancellationToken)
        => failures.Count == 0 ? ValueTask.CompletedTask : _failures.AddAsync(failures, cancellationToken);

    /// <summary>Puts all batches into their queues at once, as soon as none of the queues is full.</summary>
    internal async ValueTask EnqueueAsync(IReadOnlyList<OutgoingBatch> batches, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task room;
            lock (Gate)
            {
                if (FullOne(batches) is not { } full)
                {
                    foreach (OutgoingBatch batch in batches)
                    {
                        if (batch.List.Count > 0)
                            Find(batch.Queue).Enqueue(batch.List);
                    }

                    return;
                }

                room = full.WaitForRoom();
            }

            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private MemoryQueue? FullOne(IReadOnlyList<OutgoingBatch> batches)
    {
        foreach (OutgoingBatch batch in batches)
        {
            if (batch.List.Count > 0 && Find(batch.Queue) is { IsFull: true } full)
                return full;
        }

        return null;
    }

    private MemoryQueue Find(QueueName name)
        => _queues.TryGetValue(name, out MemoryQueue? queue) ? queue : throw new InvalidOperationException($"The queue {name} was not declared.");
}

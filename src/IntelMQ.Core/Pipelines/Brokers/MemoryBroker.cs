using System.Runtime.InteropServices;
using IntelMQ.Failures;
using IntelMQ.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Pipelines;

/// <summary>Queues in memory: messages travel as objects. One lock guards all queues, and is taken once per batch.</summary>
public sealed class MemoryBroker : IBroker
{
    private readonly Dictionary<QueueName, MemoryQueue> _queues = [];
    private readonly DeferredState _state;

    /// <summary>Creates the broker with state in memory.</summary>
    /// <param name="failures">Where the failures of a commit are stored; not disposed with the broker.</param>
    public MemoryBroker(IFailureStore failures)
        : this(failures, new MemoryStateStore())
    {
    }

    /// <summary>Creates the broker.</summary>
    /// <param name="failures">Where the failures of a commit are stored; not disposed with the broker.</param>
    /// <param name="state">
    /// Where changes of state are stored, each when the <see cref="Receipt"/> of what it came from has nothing on its way any more, so that
    /// they never run ahead of the queues; not disposed with the broker.
    /// </param>
    public MemoryBroker(IFailureStore failures, IStateStore state)
        : this(failures, state, TimeProvider.System)
    {
    }

    /// <summary>Creates the broker.</summary>
    /// <param name="failures">Where the failures of a commit are stored; not disposed with the broker.</param>
    /// <param name="state">
    /// Where changes of state are stored, each when the <see cref="Receipt"/> of what it came from has nothing on its way any more, so that
    /// they never run ahead of the queues; not disposed with the broker.
    /// </param>
    /// <param name="time">The clock, for the age of what waits.</param>
    public MemoryBroker(IFailureStore failures, IStateStore state, TimeProvider time)
        : this(failures, state, time, NullLogger.Instance)
    {
    }

    internal MemoryBroker(IFailureStore failures, IStateStore state, TimeProvider time, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(failures);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(time);
        Failures = failures;
        _state = new DeferredState(state, time, log);
        Time = time;
    }

    /// <inheritdoc/>
    public BrokerTraits Traits => BrokerTraits.AtomicCommit | BrokerTraits.Checkpoints | BrokerTraits.Envelopes | BrokerTraits.Partitions;

    /// <inheritdoc/>
    public IStateStore State => _state;

    /// <inheritdoc/>
    public IFailureStore Failures { get; }

    internal TimeProvider Time { get; }

    internal Lock Gate { get; } = new();

    /// <inheritdoc/>
    public ValueTask DeclareAsync(QueueDeclaration queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        if (queue.Capacity is { } capacity)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity, nameof(queue));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(queue.Partitions);
        lock (Gate)
        {
            ref MemoryQueue? known = ref CollectionsMarshal.GetValueRefOrAddDefault(_queues, queue.Name, out _);
            if (known is null)
                known = new MemoryQueue(queue, Time);
            else
                known.Redeclare(queue);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, int instances, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(instance);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(instance, instances);
        lock (Gate)
            return new(new MemoryQueueReader(this, Find(queue), instance, instances));
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
    public ValueTask<QueueStatus> GetStatusAsync(QueueName queue, CancellationToken cancellationToken)
    {
        lock (Gate)
            return new(Find(queue).Status);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QueueName>> ListQueuesAsync(CancellationToken cancellationToken)
    {
        lock (Gate)
            return new([.. _queues.Keys.OrderBy(static name => name.Value, StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        lock (Gate)
            return new(Find(queue).Peek(max));
    }

    /// <inheritdoc/>
    public ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken)
    {
        List<Delivery> removed;
        lock (Gate)
            removed = Find(queue).Clear();
        foreach (Delivery delivery in removed)
            delivery.Receipt?.Release(1);
        return new(removed.Count);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (Gate)
        {
            foreach (MemoryQueue queue in _queues.Values)
                queue.Complete();
        }

        return _state.DisposeAsync();
    }

    /// <summary>Waits until what is settled is written.</summary>
    internal Task FlushAsync() => _state.FlushAsync();

    /// <summary>
    /// Waits until none of the queues is full, stores the failures, then changes state and puts the messages into their queues in one step.
    /// </summary>
    internal async ValueTask<CommitOutcome> StoreAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        bool isFirstStored = work.Failures.Count > 0 || HasLoneChange(work.Changes);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task? room = null;
            lock (Gate)
            {
                if (FullOne(work.Outputs) is { } full)
                {
                    room = full.WaitForRoom();
                }
                else
                {
                    CommitOutcome outcome = isFirstStored ? _state.Check(work.Changes) : Apply(work);
                    if (!isFirstStored || !outcome.IsStored)
                        return outcome;
                }
            }

            if (room is null)
                break;
            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        await Failures.AddAsync(work.Failures, cancellationToken).ConfigureAwait(false);
        CommitOutcome written = await _state.WriteThroughAsync(work.Changes, cancellationToken).ConfigureAwait(false);
        if (!written.IsStored)
            return written;
        // Nothing that is stored waits again: another writer may have taken the room meanwhile.
        lock (Gate)
            return Apply(work, loneAreStored: true);
    }

    private static bool HasLoneChange(IReadOnlyList<StateChange> changes)
    {
        for (int i = 0; i < changes.Count; i++)
        {
            if (changes[i].Receipt is null)
                return true;
        }

        return false;
    }

    private CommitOutcome Apply(UnitOfWork work, bool loneAreStored = false)
    {
        CommitOutcome outcome = _state.Check(work.Changes, loneAreStored);
        if (!outcome.IsStored)
            return outcome;
        _state.Apply(work.Changes);
        foreach (OutgoingBatch batch in work.Outputs)
        {
            if (batch.List.Count > 0)
                Find(batch.Queue).Enqueue(batch.List);
        }

        return outcome;
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

using System.Collections.Concurrent;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.Redis.Lists;
using IntelMQ.Redis.Server;
using IntelMQ.Redis.Storage;
using IntelMQ.Redis.Streams;
using IntelMQ.State;
using StackExchange.Redis;

namespace IntelMQ.Redis;

/// <summary>
/// Queues in Redis streams, for pipelines that several processes and hosts run together: each part of a queue is a stream that one process
/// reads at a time, under a lease with a fencing number, so that order stays within the part and nothing is done twice; what a host held that
/// died goes to another one when its lease has ended. A commit is one script. Bots in Python cannot read these queues; theirs are
/// <see cref="RedisBroker"/>'s. Failures are kept in a store of their own, and stored first.
/// </summary>
/// <remarks>Everything is in <see cref="RedisBrokerOptions.StateDatabase"/>; <see cref="RedisBrokerOptions.Database"/> stays IntelMQ's.</remarks>
public sealed class RedisStreamBroker : IBroker
{
    private readonly ConcurrentDictionary<QueueName, StreamQueue> _queues = new();
    private readonly string _host = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():n}";
    private readonly RedisWakeUp _wakeUp;
    private readonly StreamLeases _leases;
    private bool _disposed;

    /// <summary>Creates it; the server is first asked when a queue is declared.</summary>
    /// <exception cref="ArgumentException">Settings contradict each other.</exception>
    public RedisStreamBroker(RedisBrokerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        Options = options;
        Server = new RedisServer(options);
        States = new RedisState(Server);
        State = new RedisStateStore(States, ApplyAsync);
        _wakeUp = new RedisWakeUp(options, Wake);
        _leases = new StreamLeases(Server, _queues);
    }

    /// <summary>What brokers of this kind promise.</summary>
    public const BrokerTraits Promises = BrokerTraits.Durable | BrokerTraits.AtomicCommit | BrokerTraits.Checkpoints | BrokerTraits.Envelopes | BrokerTraits.Partitions | BrokerTraits.Shared;

    /// <inheritdoc/>
    public BrokerTraits Traits => Promises;

    /// <inheritdoc/>
    public IStateStore State { get; }

    /// <summary>Keeps failures: the store that was handed in.</summary>
    public IFailureStore Failures => Options.Failures;

    internal RedisBrokerOptions Options { get; }

    internal RedisServer Server { get; }

    internal RedisState States { get; }

    /// <inheritdoc/>
    public async ValueTask DeclareAsync(QueueDeclaration queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        if (queue.Capacity is { } capacity)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity, nameof(queue));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(queue.Partitions, nameof(queue));
        StreamQueue declared = _queues.GetOrAdd(queue.Name, static (name, broker) => new StreamQueue(name, broker.Server, broker._host), this);
        using (await declared.LockAsync(cancellationToken).ConfigureAwait(false))
            await declared.DeclareAsync(queue.Partitions).ConfigureAwait(false);
        declared.Capacity = queue.Capacity;
        declared.IsCompleted = false;
        declared.Room.Pulse();
    }

    /// <inheritdoc/>
    public async ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, int instances, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(instance);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(instance, instances);
        StreamQueue found = Find(queue);
        using (await found.LockAsync(cancellationToken).ConfigureAwait(false))
            found.Open();
        _leases.Begin();
        _wakeUp.Watch(found.Streams);
        return new StreamQueueReader(this, found, instance, instances);
    }

    /// <inheritdoc/>
    public ValueTask<IQueueWriter> OpenWriterAsync(CancellationToken cancellationToken) => new(new StreamQueueWriter(this));

    /// <inheritdoc/>
    public ValueTask CompleteAsync(QueueName queue, CancellationToken cancellationToken)
    {
        StreamQueue found = Find(queue);
        found.IsCompleted = true;
        found.Arrival.Pulse();
        return ValueTask.CompletedTask;
    }

    /// <summary>How a queue stands, for all processes together.</summary>
    public async ValueTask<QueueStatus> GetStatusAsync(QueueName queue, CancellationToken cancellationToken)
    {
        StreamQueue found = Find(queue);
        using (await found.LockAsync(cancellationToken).ConfigureAwait(false))
            return await found.CountAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<QueueName>> ListQueuesAsync(CancellationToken cancellationToken)
    {
        var names = new SortedSet<string>(_queues.Keys.Select(static name => name.Value), StringComparer.Ordinal);
        string cursor = "0";
        do
        {
            var answer = (RedisResult[])(await Server.RunAsync(StreamScripts.List, new RedisArguments().Add(Options.StateDatabase).Add(cursor)).ConfigureAwait(false))!;
            cursor = (string)answer[0]!;
            names.UnionWith(((string[])answer[1]!).Select(static key => key[(key.IndexOf('{', StringComparison.Ordinal) + 1)..^1]));
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (cursor != "0");
        return [.. names.Select(static name => new QueueName(name))];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        StreamQueue found = Find(queue);
        using (await found.LockAsync(cancellationToken).ConfigureAwait(false))
            return await found.PeekAsync(max).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken)
    {
        StreamQueue found = Find(queue);
        using (await found.LockAsync(cancellationToken).ConfigureAwait(false))
            return await found.ClearAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _wakeUp.DisposeAsync().ConfigureAwait(false);
        await _leases.DisposeAsync().ConfigureAwait(false);
        foreach (StreamQueue queue in _queues.Values)
        {
            queue.IsCompleted = true;
            queue.Arrival.Pulse();
        }

        await Server.DisposeAsync().ConfigureAwait(false);
    }

    internal StreamQueue Find(QueueName name)
        => _queues.TryGetValue(name, out StreamQueue? queue) ? queue : throw new InvalidOperationException($"The queue {name} was not declared.");

    private ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
        => new StreamCommitter(this).CommitAsync(new UnitOfWork { Changes = changes }, null, null, cancellationToken);

    // Room is made by who reads, and that may be somebody else.
    private void Wake(string streams)
    {
        foreach (StreamQueue queue in _queues.Values)
        {
            if (queue.Streams != streams)
                continue;
            queue.Arrival.Pulse();
            queue.Room.Pulse();
        }
    }
}

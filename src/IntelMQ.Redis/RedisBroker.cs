using System.Collections.Concurrent;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.Redis.Lists;
using IntelMQ.Redis.Server;
using IntelMQ.Redis.Storage;
using IntelMQ.State;
using StackExchange.Redis;

namespace IntelMQ.Redis;

/// <summary>
/// Queues in IntelMQ's own Redis lists, in its JSON: bots in Python may write to them, read from them and stand anywhere in between. A
/// commit is one script, so what this process does comes out exactly once as long as the server keeps its data; failures are kept in a store
/// of their own, and stored first.
/// </summary>
/// <remarks>
/// A list holds messages alone: where a message comes from does not travel with it. Where another program takes messages under the id of a
/// bot that runs here, the commit finds that out, stores nothing, and what is still there comes again (<see cref="CommitOutcome.Lost"/>).
/// </remarks>
/// <example><code>await using var broker = new RedisBroker(new RedisBrokerOptions { Host = "127.0.0.1" });
/// var options = new PipelineOptions { Broker = broker };</code></example>
public sealed class RedisBroker : IBroker
{
    private readonly ConcurrentDictionary<QueueName, RedisQueue> _queues = new();
    private readonly RedisWakeUp _wakeUp;
    private bool _disposed;

    /// <summary>Creates it; the server is first asked when a queue is declared.</summary>
    /// <exception cref="ArgumentException">Settings contradict each other.</exception>
    public RedisBroker(RedisBrokerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        Options = options;
        Server = new RedisServer(options);
        States = new RedisState(Server);
        State = new RedisStateStore(States, ApplyAsync);
        _wakeUp = new RedisWakeUp(options, Wake);
    }

    /// <summary>What brokers of this kind promise.</summary>
    public const BrokerTraits Promises = BrokerTraits.Durable | BrokerTraits.AtomicCommit | BrokerTraits.Checkpoints | BrokerTraits.Shared;

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
        if (queue.Partitions > 1)
            throw new InvalidOperationException($"The queue {queue.Name} cannot have parts: one of IntelMQ's lists has none.");
        // A list needs no declaration; but whether there is a server, and of the right kind, is told now.
        await Server.CallAsync("LLEN", queue.Name.Value).ConfigureAwait(false);
        RedisQueue declared = _queues.GetOrAdd(queue.Name, static (name, server) => new RedisQueue(name, server), Server);
        declared.Capacity = queue.Capacity;
        declared.IsCompleted = false;
        declared.Room.Pulse();
    }

    /// <inheritdoc/>
    public ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, int instances, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(instance);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(instance, instances);
        RedisQueue found = Find(queue);
        found.IsRead = true;
        _wakeUp.Watch(queue.Value);
        return new(new RedisQueueReader(this, found));
    }

    /// <inheritdoc/>
    public ValueTask<IQueueWriter> OpenWriterAsync(CancellationToken cancellationToken) => new(new RedisQueueWriter(this));

    /// <inheritdoc/>
    public ValueTask CompleteAsync(QueueName queue, CancellationToken cancellationToken)
    {
        RedisQueue found = Find(queue);
        found.IsCompleted = true;
        found.Arrival.Pulse();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<QueueStatus> GetStatusAsync(QueueName queue, CancellationToken cancellationToken)
    {
        RedisQueue found = Find(queue);
        using (await found.LockAsync(cancellationToken).ConfigureAwait(false))
            return await found.CountAsync().ConfigureAwait(false);
    }

    /// <summary>The lists of the database and the declared queues, by name; internal queues are left out.</summary>
    public async ValueTask<IReadOnlyList<QueueName>> ListQueuesAsync(CancellationToken cancellationToken)
    {
        var names = new SortedSet<string>(_queues.Keys.Select(static name => name.Value), StringComparer.Ordinal);
        string cursor = "0";
        do
        {
            var answer = (RedisResult[])(await Server.CallAsync("SCAN", cursor, "COUNT", 1000, "TYPE", "list").ConfigureAwait(false))!;
            cursor = (string)answer[0]!;
            names.UnionWith(((string[])answer[1]!).Where(static name => !name.EndsWith("-internal", StringComparison.Ordinal)));
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (cursor != "0");
        return [.. names.Select(static name => new QueueName(name))];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        RedisQueue found = Find(queue);
        using (await found.LockAsync(cancellationToken).ConfigureAwait(false))
            return await found.PeekAsync(max).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken)
    {
        RedisQueue found = Find(queue);
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
        foreach (RedisQueue queue in _queues.Values)
        {
            using (await queue.LockAsync(CancellationToken.None).ConfigureAwait(false))
                await queue.EndAsync().ConfigureAwait(false);
            queue.IsCompleted = true;
            queue.Arrival.Pulse();
        }

        await Server.DisposeAsync().ConfigureAwait(false);
    }

    internal RedisQueue Find(QueueName name)
        => _queues.TryGetValue(name, out RedisQueue? queue) ? queue : throw new InvalidOperationException($"The queue {name} was not declared.");

    private ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
        => new Committer(this).CommitAsync(new UnitOfWork { Changes = changes }, null, null, cancellationToken);

    // Room is made by who reads, and that may be somebody else.
    private void Wake(string name)
    {
        if (!_queues.TryGetValue(new QueueName(name), out RedisQueue? queue))
            return;
        queue.Arrival.Pulse();
        queue.Room.Pulse();
    }
}

using System.Collections.Concurrent;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq.Queues;
using IntelMQ.RabbitMq.Server;
using IntelMQ.RabbitMq.Storage;
using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.RabbitMq;

/// <summary>
/// Queues on a RabbitMQ server, as IntelMQ declares and writes them: bots in Python may write to them, read from them and stand anywhere in
/// between. Or quorum queues, for the servers of a cluster.
/// </summary>
/// <remarks>
/// RabbitMQ has no transaction over what is sent, what is acknowledged and what bots remember. So a commit sends, waits until everything is
/// confirmed, stores state, then acknowledges. Where a process ends in between, work is done again; each message has an id that is the same
/// then, and receivers drop what they have had. What that needs is kept in <see cref="RabbitMqBrokerOptions.State"/>. Messages from bots in
/// Python have no id: those that were in work when a process or the server ended are worked on again.
/// </remarks>
public sealed class RabbitMqBroker : IBroker
{
    private readonly ConcurrentDictionary<QueueName, RabbitQueue> _queues = new();
    private readonly ITimer _refresh;
    private bool _disposed;

    /// <summary>Creates it; the server is first asked when a queue is declared.</summary>
    /// <exception cref="ArgumentException">Settings contradict each other.</exception>
    public RabbitMqBroker(RabbitMqBrokerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        Options = options;
        Server = new RabbitServer(AddressOf(options), options.MaxMessageBytes, options.Time, options.Logs.CreateLogger("IntelMQ.RabbitMq"));
        Counter = new QueueCounter(Server, options);
        States = new RabbitState(options.State ?? new MemoryStateStore(options.Time));
        Roots = new ReportRoots(States, options.RepeatTime, options.Time);
        TimeSpan interval = options.ConsumerTimeout / 10;
        _refresh = options.Time.CreateTimer(static state => _ = ((RabbitMqBroker)state!).RefreshAsync(), this, interval, interval);
    }

    /// <summary>What brokers of this kind promise.</summary>
    public const BrokerTraits Promises = BrokerTraits.Durable | BrokerTraits.Checkpoints | BrokerTraits.Envelopes | BrokerTraits.Shared;

    /// <inheritdoc/>
    public BrokerTraits Traits => Promises;

    /// <summary>Keeps state: the store that was handed in, since RabbitMQ has none.</summary>
    public IStateStore State => States;

    /// <summary>Keeps failures: the store that was handed in.</summary>
    public IFailureStore Failures => Options.Failures;

    internal RabbitMqBrokerOptions Options { get; }

    internal RabbitServer Server { get; }

    internal QueueCounter Counter { get; }

    internal RabbitState States { get; }

    internal ReportRoots Roots { get; }

    /// <summary>Held from looking whether conditions hold until what depends on them is stored.</summary>
    internal SemaphoreSlim Conditions { get; } = new(1, 1);

    /// <inheritdoc/>
    public async ValueTask DeclareAsync(QueueDeclaration queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        if (queue.Capacity is { } capacity)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity, nameof(queue));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(queue.Partitions, nameof(queue));
        if (queue.Partitions > 1)
            throw new InvalidOperationException($"The queue {queue.Name} cannot have parts: one of IntelMQ's queues has none.");
        await Counter.DeclareAsync(queue.Name, cancellationToken).ConfigureAwait(false);
        RabbitQueue declared = _queues.GetOrAdd(queue.Name, static (name, broker) => new RabbitQueue(name, broker), this);
        declared.Capacity = queue.Capacity;
        declared.IsCompleted = false;
        declared.Room.Pulse();
    }

    /// <inheritdoc/>
    public async ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, int instances, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(instance);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(instance, instances);
        RabbitQueue found = Find(queue);
        using (await found.LockAsync(cancellationToken).ConfigureAwait(false))
            await found.BeginAsync(cancellationToken).ConfigureAwait(false);
        return new RabbitQueueReader(this, found);
    }

    /// <inheritdoc/>
    public ValueTask<IQueueWriter> OpenWriterAsync(CancellationToken cancellationToken) => new(new RabbitQueueWriter(this));

    /// <inheritdoc/>
    public ValueTask CompleteAsync(QueueName queue, CancellationToken cancellationToken)
    {
        RabbitQueue found = Find(queue);
        found.IsCompleted = true;
        found.Arrival.Pulse();
        return ValueTask.CompletedTask;
    }

    /// <summary>How a queue stands. What consumers of other processes have in work is not counted: the server does not tell.</summary>
    public async ValueTask<QueueStatus> GetStatusAsync(QueueName queue, CancellationToken cancellationToken)
    {
        RabbitQueue found = Find(queue);
        using (await found.LockAsync(cancellationToken).ConfigureAwait(false))
            return await TranslateAsync(found.CountAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The declared queues, by name. AMQP has no command that lists others.</summary>
    public ValueTask<IReadOnlyList<QueueName>> ListQueuesAsync(CancellationToken cancellationToken)
        => new([.. _queues.Keys.OrderBy(static name => name.Value, StringComparer.Ordinal)]);

    /// <summary>Looks at the oldest messages that wait. The server marks those as received before that no bot of this process reads.</summary>
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        RabbitQueue found = Find(queue);
        using (await found.LockAsync(cancellationToken).ConfigureAwait(false))
            return await TranslateAsync(found.PeekAsync(max, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken)
    {
        RabbitQueue found = Find(queue);
        using (await found.LockAsync(cancellationToken).ConfigureAwait(false))
            return await TranslateAsync(found.ClearAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends it. What was not settled is given back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _refresh.DisposeAsync().ConfigureAwait(false);
        foreach (RabbitQueue queue in _queues.Values)
        {
            using (await queue.LockAsync(CancellationToken.None).ConfigureAwait(false))
                await queue.CloseAsync().ConfigureAwait(false);
        }

        try
        {
            await Roots.EndAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // They go by themselves after a while.
        }

        await Counter.DisposeAsync().ConfigureAwait(false);
        await Server.DisposeAsync().ConfigureAwait(false);
        Conditions.Dispose();
    }

    internal RabbitQueue Find(QueueName name)
        => _queues.TryGetValue(name, out RabbitQueue? queue) ? queue : throw new InvalidOperationException($"The queue {name} was not declared.");

    private static RabbitAddress AddressOf(RabbitMqBrokerOptions options) => new(options.Host, options.Port, options.VirtualHost)
    {
        User = options.User,
        Password = options.Password,
        Tls = options.Tls,
        AuthorityFile = options.AuthorityFile,
        CertificateFile = options.CertificateFile,
        KeyFile = options.KeyFile,
        Timeout = options.Timeout,
    };

    private async ValueTask<T> TranslateAsync<T>(ValueTask<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work.ConfigureAwait(false);
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, cancellationToken))
        {
            throw RabbitErrors.Translate(exception, Server.Address);
        }
    }

    private async Task RefreshAsync()
    {
        foreach (RabbitQueue queue in _queues.Values)
        {
            try
            {
                using (await queue.LockAsync(CancellationToken.None).ConfigureAwait(false))
                    await queue.RefreshAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (RabbitErrors.IsOne(exception, default))
            {
                // Whoever receives next meets it again.
            }
        }
    }
}

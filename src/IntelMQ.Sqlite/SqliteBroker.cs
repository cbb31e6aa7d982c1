using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.Records;
using IntelMQ.Schemas;
using IntelMQ.Sqlite.Queues;
using IntelMQ.Sqlite.Records;
using IntelMQ.Sqlite.Storage;
using IntelMQ.State;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite;

/// <summary>
/// Queues, failures and state in one SQLite file: durable, with nothing to install. A commit is one transaction, so what comes out of a
/// graph comes out exactly once, whatever happens to the process; only what outputs have handed to the outside may be repeated. One process
/// at a time uses the file.
/// </summary>
/// <example><code>await using var broker = new SqliteBroker(new SqliteBrokerOptions { Path = "queues.db" });
/// var options = new PipelineOptions { Broker = broker };</code></example>
public sealed class SqliteBroker : IBroker
{
    private readonly SqliteBrokerOptions _options;
    private readonly SqliteFile _file;
    private readonly SqliteConnection _writing;
    private readonly SqliteConnection _reading;
    private readonly SqliteStatements _statements;
    private readonly SqliteState _state;
    private readonly SqliteQueues _queues;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private bool _disposed;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="IOException">Another process uses the file, or it cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">It is damaged, another kind of file, or was written by a newer release.</exception>
    public SqliteBroker(SqliteBrokerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfInvalid();
        _options = options;
        _file = SqliteFile.Open(options);
        try
        {
            _writing = _file.Connect(options.Synchronous);
            if (options.MaxBytes is { } bytes)
                SqliteFile.Limit(_writing, bytes);
            _reading = _file.Connect(options.Synchronous);
            _statements = new SqliteStatements(_writing);
            _state = new SqliteState(options.Time, _writing);
            _queues = new SqliteQueues(_statements, _reading);
            if (_file.WasKilled)
                _queues.CountAttempts();
            _statements.Begin();
            _state.Clean(_statements, options.Time.GetUtcNow());
            _statements.Commit();
            Writer = new SqliteWriter(_file, _statements, _state, _queues.LoadProgress(), _queues.LoadAttempts(), options.Time);
        }
        catch (SqliteException exception)
        {
            _file.Dispose();
            throw SqliteErrors.Translate(exception, _file.Path);
        }

        Records = new SqliteRecords(this);
        State = new SqliteStateStore(this);
        Failures = new SqliteFailureStore(this);
    }

    /// <summary>What brokers of this kind promise.</summary>
    public const BrokerTraits Promises = BrokerTraits.Durable | BrokerTraits.AtomicCommit | BrokerTraits.Checkpoints | BrokerTraits.Envelopes | BrokerTraits.Partitions;

    /// <inheritdoc/>
    public BrokerTraits Traits => Promises;

    /// <inheritdoc/>
    public IStateStore State { get; }

    /// <inheritdoc/>
    public IFailureStore Failures { get; }

    /// <summary>Jobs, audit, definitions, users and counts, in the same file.</summary>
    public IRecords Records { get; }

    internal SqliteWriter Writer { get; }

    internal TimeProvider Time => _options.Time;

    internal Schema Schema => _options.Schema;

    internal string Path => _file.Path;

    /// <inheritdoc/>
    public async ValueTask DeclareAsync(QueueDeclaration queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        if (queue.Capacity is { } capacity)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity, nameof(queue));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(queue.Partitions, nameof(queue));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(queue.Partitions, SqliteQueue.MaxParts, nameof(queue));
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _queues.DeclareAsync(queue, Writer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }

        Writer.LookAgain();
    }

    /// <inheritdoc/>
    public ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, int instances, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(instance);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(instance, instances);
        return new(new SqliteQueueReader(this, _queues.Find(queue), _queues, instance, instances));
    }

    /// <inheritdoc/>
    public ValueTask<IQueueWriter> OpenWriterAsync(CancellationToken cancellationToken) => new(new SqliteQueueWriter(this, _queues));

    /// <inheritdoc/>
    public ValueTask CompleteAsync(QueueName queue, CancellationToken cancellationToken)
    {
        SqliteQueue found = _queues.Find(queue);
        found.IsCompleted = true;
        found.Pulse();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<QueueStatus> GetStatusAsync(QueueName queue, CancellationToken cancellationToken)
    {
        SqliteQueue found = _queues.Find(queue);
        using SqliteConnection connection = Connect();
        using var source = new SqliteQueueSource(found, connection, Schema, _queues.Attempts);
        lock (found.Gate)
        {
            long inWork = found.Parts.Sum(static part => (long)part.InWork);
            return new(new QueueStatus(Math.Max(0, found.Count - inWork), inWork, source.OldestSince()));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QueueName>> ListQueuesAsync(CancellationToken cancellationToken) => new(_queues.Names());

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        SqliteQueue found = _queues.Find(queue);
        using SqliteConnection connection = Connect();
        using var source = new SqliteQueueSource(found, connection, Schema, _queues.Attempts);
        return new(source.Peek(max));
    }

    /// <inheritdoc/>
    public async ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken)
    {
        SqliteQueue found = _queues.Find(queue);
        using SqliteConnection connection = Connect();
        using var source = new SqliteQueueSource(found, connection, Schema, _queues.Attempts);
        long removed = 0;
        while (source.TakeNumbers() is { Count: > 0 } ids)
        {
            var request = new SqliteRequest { Input = found };
            request.Settled.AddRange(ids);
            await Writer.StoreAsync(request, cancellationToken).ConfigureAwait(false);
            source.Settled(ids);
            removed += ids.Count;
        }

        return removed;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        // What was handed over is stored; who asks later is told that it is over.
        await Task.Run(Writer.Dispose).ConfigureAwait(false);
        _queues.CompleteAll();
        _statements.Dispose();
        try
        {
            SqliteFile.MarkClosed(_writing);
        }
        catch (SqliteException)
        {
            // Then it counts as killed, which costs nothing but a look.
        }

        await _reading.DisposeAsync().ConfigureAwait(false);
        await _writing.DisposeAsync().ConfigureAwait(false);
        _file.Dispose();
        _opening.Dispose();
    }

    internal SqliteConnection Connect()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _file.Connect(_options.Synchronous);
    }

    internal async ValueTask<IStateSpace> OpenSpaceAsync(StateSpaceDeclaration space, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using SqliteConnection connection = Connect();
            return await _state.OpenAsync(space, connection, async work => await Writer.StoreAsync(new SqliteRequest { Other = work }, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }
}

using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace Acme.IntelMQ.Queues;

/// <summary>
/// Queues in a folder: a file for each, and stores of state and failures beside them. What was stored outlives the process. A commit is
/// several steps, of which the one that settles the input is the last: a kill between them brings the input back, and what was sent
/// already is sent once more.
/// </summary>
public sealed class FolderBroker : IBroker
{
    private const string Extension = ".queue";

    private readonly FolderBrokerOptions _options;
    private readonly FileStream _lock;
    private readonly FolderState _state;
    private readonly SemaphoreSlim _gate;
    private readonly Dictionary<QueueName, FolderQueue> _queues = [];
    private bool _disposed;

    private FolderBroker(FolderBrokerOptions options, FileStream @lock, FolderState state, IFailureStore failures, SemaphoreSlim gate)
        => (_options, _lock, _state, Failures, _gate) = (options, @lock, state, failures, gate);

    /// <inheritdoc/>
    public BrokerTraits Traits => BrokerTraits.Durable | BrokerTraits.Checkpoints | BrokerTraits.Envelopes;

    /// <inheritdoc/>
    public IStateStore State => _state;

    /// <inheritdoc/>
    public IFailureStore Failures { get; }

    /// <summary>Opens the folder, or makes it.</summary>
    /// <exception cref="IOException">Another process uses the folder, or it cannot be used.</exception>
    /// <exception cref="InvalidDataException">A file in it is damaged, or of a newer version.</exception>
    public static async Task<FolderBroker> OpenAsync(FolderBrokerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        Directory.CreateDirectory(options.Folder);
        var held = new FileStream(Path.Combine(options.Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        FileStateStore? state = null;
        FolderBroker? broker = null;
        try
        {
            var gate = new SemaphoreSlim(1, 1);
            state = await FileStateStore.OpenAsync(
                new FileStateStoreOptions { Folder = Path.Combine(options.Folder, "state"), FlushToDisk = options.FlushToDisk },
                options.Time,
                options.Logs.CreateLogger(typeof(FileStateStore).FullName!),
                cancellationToken).ConfigureAwait(false);
            FileFailureStore failures = FileFailureStore.Open(
                new FileFailureStoreOptions { Folder = Path.Combine(options.Folder, "failures"), FlushToDisk = options.FlushToDisk },
                options.Schema,
                options.Time,
                options.Logs.CreateLogger(typeof(FileFailureStore).FullName!));
            broker = new FolderBroker(options, held, new FolderState(state, gate), failures, gate);
            foreach (string file in Directory.EnumerateFiles(options.Folder, $"*{Extension}"))
                broker.Open(new QueueName(Uri.UnescapeDataString(Path.GetFileNameWithoutExtension(file))));
            return broker;
        }
        catch
        {
            if (broker is not null)
                await broker.DisposeAsync().ConfigureAwait(false);
            else if (state is not null)
                await state.DisposeAsync().ConfigureAwait(false);
            await held.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DeclareAsync(QueueDeclaration queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return new(WithGateAsync(
            () =>
            {
                FolderQueue declared = _queues.TryGetValue(queue.Name, out FolderQueue? known) ? known : Open(queue.Name);
                (declared.Capacity, declared.IsDeclared, declared.IsComplete) = (queue.Capacity, true, false);
                Changed.Pulse();
                return true;
            },
            cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, int instances, CancellationToken cancellationToken)
        => new FolderQueueReader(this, await WithGateAsync(() => Find(queue), cancellationToken).ConfigureAwait(false), _options.Schema);

    /// <inheritdoc/>
    public ValueTask<IQueueWriter> OpenWriterAsync(CancellationToken cancellationToken) => new(new FolderQueueWriter(this));

    /// <inheritdoc/>
    public ValueTask CompleteAsync(QueueName queue, CancellationToken cancellationToken)
        => new(WithGateAsync(
            () =>
            {
                Find(queue).IsComplete = true;
                Changed.Pulse();
                return true;
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<QueueStatus> GetStatusAsync(QueueName queue, CancellationToken cancellationToken)
        => new(WithGateAsync(() => Find(queue).Status, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<QueueName>> ListQueuesAsync(CancellationToken cancellationToken)
        => new(WithGateAsync<IReadOnlyList<QueueName>>(
            () => [.. _queues.Values.Where(static queue => queue.IsDeclared || queue.Count > 0).Select(static queue => queue.Name).OrderBy(static name => name.Value, StringComparer.Ordinal)],
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken)
        => new(WithGateAsync<IReadOnlyList<Delivery>>(() => Find(queue).Peek(max, new MessageReader(_options.Schema)), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken)
        => new(WithGateAsync<long>(
            () =>
            {
                int count = Find(queue).Clear();
                Changed.Pulse();
                return count;
            },
            cancellationToken));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_disposed)
                return;
            _disposed = true;
            foreach (FolderQueue queue in _queues.Values)
                queue.Dispose();
        }
        finally
        {
            _gate.Release();
        }

        Changed.Pulse();
        await _state.DisposeAsync().ConfigureAwait(false);
        await Failures.DisposeAsync().ConfigureAwait(false);
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Wakes those who wait for messages or for room.</summary>
    internal ChangeSignal Changed { get; } = new();

    /// <summary>Does something with the queues while nobody else does.</summary>
    internal async Task<T> WithGateAsync<T>(Func<T> action, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return action();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"The folder '{_options.Folder}' cannot be used: {exception.Message}", exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Stores failures, outputs and state, then settles the input of <paramref name="input"/>. Of work that failed half-way, what is stored
    /// already is not stored again.
    /// </summary>
    internal async ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, FolderQueue? input, CommitProgress progress, CancellationToken cancellationToken)
    {
        // Stored by an earlier try, of which the caller does not know how it ended.
        if (work.Number != 0 && work.Number == progress.Stored)
            return CommitOutcome.Stored;
        progress.Begin(work.Number);
        CommitOutcome outcome;
        while (true)
        {
            Task change = Changed.Next;
            await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (progress.HasBegun || !work.Outputs.Any(batch => batch.Messages.Count > 0 && Find(batch.Queue).IsFull))
                {
                    outcome = await StoreAsync(work, input, progress).ConfigureAwait(false);
                    break;
                }
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new IOException($"The folder '{_options.Folder}' cannot be used: {exception.Message}", exception);
            }
            finally
            {
                _gate.Release();
            }

            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (!outcome.IsStored)
            return outcome;
        progress.End(work.Number);
        Changed.Pulse();
        foreach (OutgoingBatch batch in work.Outputs)
        {
            foreach (Outgoing message in batch.Messages)
                message.Receipt?.Release(1);
        }

        return outcome;
    }

    // #region store
    private async ValueTask<CommitOutcome> StoreAsync(UnitOfWork work, FolderQueue? input, CommitProgress progress)
    {
        if (!progress.HasBegun && _state.ConflictsOf(work.Changes) is { Count: > 0 } conflicts)
            return CommitOutcome.Refused(conflicts);
        if (progress.IsNext(0))
        {
            await Failures.AddAsync(work.Failures, CancellationToken.None).ConfigureAwait(false);
            progress.Note(0);
        }

        for (int i = 0; i < work.Outputs.Count; i++)
        {
            if (!progress.IsNext(i + 1))
                continue;
            if (work.Outputs[i].Messages.Count > 0)
                Find(work.Outputs[i].Queue).Add(work.Outputs[i].Messages);
            progress.Note(i + 1);
        }

        if (progress.IsNext(work.Outputs.Count + 1))
        {
            await _state.StoreAsync(work.Changes).ConfigureAwait(false);
            progress.Note(work.Outputs.Count + 1);
        }

        if (work.Progress is { } checkpoint)
            input?.Note(checkpoint);
        input?.Settle(work.Settled.Select(static delivery => delivery.Tag));
        return CommitOutcome.Stored;
    }
    // #endregion

    private FolderQueue Open(QueueName name)
    {
        string path = Path.Combine(_options.Folder, $"{Uri.EscapeDataString(name.Value)}{Extension}");
        var queue = new FolderQueue(name, path, _options);
        _queues.Add(name, queue);
        return queue;
    }

    private FolderQueue Find(QueueName name)
        => _queues.TryGetValue(name, out FolderQueue? queue) ? queue : throw new InvalidOperationException($"The queue {name} was not declared.");
}

using IntelMQ.Pipelines;
using IntelMQ.Sqlite.Storage;
using IntelMQ.State;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Queues;

internal sealed class SqliteQueueReader : IQueueReader
{
    private readonly SqliteBroker _broker;
    private readonly SqliteQueue _queue;
    private readonly SqliteQueues _queues;
    private readonly int _instance;
    private readonly int _instances;
    private readonly SqliteConnection _connection;
    private readonly SqliteQueueSource _source;
    private readonly List<Delivery> _received = [];
    private readonly Dictionary<long, Delivery> _unsettled = [];
    private readonly OutgoingEncoder _encoder;
    private long _lastNumber;
    private bool _disposed;

    public SqliteQueueReader(SqliteBroker broker, SqliteQueue queue, SqliteQueues queues, int instance, int instances)
    {
        _broker = broker;
        _queue = queue;
        _queues = queues;
        _instance = instance;
        _instances = instances;
        _connection = broker.Connect();
        _source = new SqliteQueueSource(queue, _connection, broker.Schema, queues.Attempts);
        _encoder = new OutgoingEncoder(queues, broker.Time);
    }

    public async ValueTask<IReadOnlyList<Delivery>> ReceiveAsync(int max, long maxBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        _received.Clear();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_disposed, this);
            Task arrival = _queue.WaitForArrival();
            if (TryTake(max, maxBytes))
                return _received;
            await arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(_disposed, this);
        // Tried again, though it was stored: the caller was not told, or did not hear it.
        if (work.Number != 0 && work.Number == _lastNumber)
            return CommitOutcome.Stored;
        var request = new SqliteRequest
        {
            Input = _queue,
            Changes = work.Changes,
            Progress = work.Progress is { } progress ? (progress.Tag, progress.Position) : null,
        };
        _encoder.Encode(work, request);
        for (int i = 0; i < work.Settled.Count; i++)
        {
            long tag = work.Settled[i].Tag;
            if (!_unsettled.ContainsKey(tag))
                throw new InvalidOperationException("A delivery was settled that this reader does not hold.");
            request.Settled.Add(tag);
        }

        request.Settled.Sort();
        CommitOutcome outcome = await _broker.Writer.StoreAsync(request, cancellationToken).ConfigureAwait(false);
        if (!outcome.IsStored)
            return outcome;
        _lastNumber = work.Number;
        foreach (long tag in request.Settled)
            _unsettled.Remove(tag);
        _source.Settled(request.Settled);
        if (_queue.IsCompleted)
            _queue.Pulse();
        OutgoingEncoder.Release(work);
        return outcome;
    }

    public ValueTask DisposeAsync()
    {
        if (_disposed)
            return ValueTask.CompletedTask;
        _disposed = true;
        lock (_queue.Gate)
        {
            foreach (Delivery delivery in _unsettled.Values)
            {
                SqlitePart part = _queue.PartOfMessage(delivery.Tag);
                part.Returned[delivery.Tag] = delivery.Attempt + 1 - _queues.Attempts.GetValueOrDefault(delivery.Tag);
                part.InWork--;
            }
        }

        _unsettled.Clear();
        _source.Dispose();
        _connection.Dispose();
        _queue.Pulse();
        return ValueTask.CompletedTask;
    }

    /// <returns>Whether there is an answer now: messages, or the news that none will come.</returns>
    private bool TryTake(int max, long maxBytes)
    {
        try
        {
            lock (_queue.Gate)
            {
                SqlitePart[] parts = _queue.Parts;
                bool isShared = parts.Length == 1;
                bool isIdle = true;
                for (int i = isShared ? 0 : _instance; i < parts.Length; i += isShared ? 1 : _instances)
                {
                    if (parts[i].HasNews && _received.Count < max)
                        _source.Take(parts[i], max - _received.Count, maxBytes, _received);
                    isIdle &= parts[i].InWork == 0;
                }

                foreach (Delivery delivery in _received)
                    _unsettled[delivery.Tag] = delivery;
                // What others hold may come back, so it has to be settled before the queue counts as drained.
                return _received.Count > 0 || (_queue.IsCompleted && (_queue.Count == 0 || (!isShared && isIdle)));
            }
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, _broker.Path);
        }
    }
}

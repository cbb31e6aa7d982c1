using System.Runtime.CompilerServices;

namespace IntelMQ.Failures;

/// <summary>Keeps failures in memory, up to a number of them; the oldest make room, and are counted.</summary>
public sealed class MemoryFailureStore : IFailureStore
{
    /// <summary>How many failures are kept where nothing else is said.</summary>
    public const int DefaultCapacity = 10_000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, StoredFailure> _failures = [];
    private readonly Queue<long> _order = [];
    private readonly TimeProvider _time;
    private readonly int _capacity;
    private long _lastId;
    private long _pushedOut;

    /// <summary>Creates a store for <see cref="DefaultCapacity"/> failures.</summary>
    public MemoryFailureStore()
        : this(DefaultCapacity, TimeProvider.System)
    {
    }

    /// <summary>Creates a store.</summary>
    /// <param name="capacity">The most failures that are kept.</param>
    /// <param name="time">The clock of <see cref="StoredFailure.Time"/>.</param>
    public MemoryFailureStore(int capacity, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentNullException.ThrowIfNull(time);
        _capacity = capacity;
        _time = time;
    }

    /// <summary>How many failures are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _failures.Count;
        }
    }

    /// <summary>How many failures had to make room for younger ones and are lost.</summary>
    public long PushedOut => Interlocked.Read(ref _pushedOut);

    /// <inheritdoc/>
    public ValueTask AddAsync(IReadOnlyList<Failure> failures, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failures);
        cancellationToken.ThrowIfCancellationRequested();
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            foreach (Failure failure in failures)
            {
                _failures.Add(++_lastId, new StoredFailure(_lastId, now, failure));
                _order.Enqueue(_lastId);
            }

            while (_failures.Count > _capacity)
            {
                if (_failures.Remove(_order.Dequeue()))
                    Interlocked.Increment(ref _pushedOut);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredFailure> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoredFailure[] all;
        lock (_gate)
            all = [.. _failures.Values];
        foreach (StoredFailure failure in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return failure;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        lock (_gate)
        {
            foreach (long id in ids)
                _failures.Remove(id);
            // Numbers removed out of turn stay in the line until they reach its head; it must not grow without bound.
            while (_order.TryPeek(out long oldest) && !_failures.ContainsKey(oldest))
                _order.Dequeue();
            if (_order.Count > (2 * _failures.Count) + 1024)
            {
                _order.Clear();
                foreach (long id in _failures.Keys)
                    _order.Enqueue(id);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

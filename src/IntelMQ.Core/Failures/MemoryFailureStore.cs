using System.Runtime.CompilerServices;

namespace IntelMQ.Failures;

/// <summary>
/// Keeps failures in memory, up to a number of them. Where there are more, the oldest of the bot with the most make room, and are counted:
/// one feed's failures do not push out those of another.
/// </summary>
/// <example><code>await using var failures = new MemoryFailureStore();
/// await foreach (StoredFailure stored in failures.ReadAsync())
///     Console.WriteLine(stored.Failure);</code></example>
public sealed class MemoryFailureStore : IFailureStore
{
    /// <summary>How many failures are kept where nothing else is said.</summary>
    public const int DefaultCapacity = 10_000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, StoredFailure> _failures = [];
    private readonly Dictionary<string, BotLine> _byBot = new(StringComparer.Ordinal);
    private readonly RecentFailures _recent = new();
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
    public ValueTask AddAsync(IReadOnlyList<Failure> failures, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(failures);
        cancellationToken.ThrowIfCancellationRequested();
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            foreach (Failure failure in _recent.NewOf(failures))
            {
                _failures.Add(++_lastId, new StoredFailure(_lastId, now, failure));
                _recent.Add(failure.Id, _lastId);
                if (!_byBot.TryGetValue(failure.BotId, out BotLine? line))
                    _byBot.Add(failure.BotId, line = new BotLine());
                line.Order.Enqueue(_lastId);
                line.Count++;
                if (_failures.Count > _capacity)
                    PushOut();
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredFailure> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
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
    public ValueTask RemoveAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        lock (_gate)
        {
            _recent.Remove(ids);
            foreach (long id in ids)
            {
                if (_failures.Remove(id, out StoredFailure? removed))
                    Forget(removed.Failure.BotId);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void PushOut()
    {
        (string bot, BotLine line) = _byBot.MaxBy(static pair => pair.Value.Count);
        while (line.Order.TryDequeue(out long oldest))
        {
            if (!_failures.Remove(oldest))
                continue;
            Forget(bot);
            Interlocked.Increment(ref _pushedOut);
            return;
        }
    }

    // Numbers removed out of turn stay in the bot's line until they reach its head; it must not grow without bound.
    private void Forget(string bot)
    {
        BotLine line = _byBot[bot];
        if (--line.Count == 0)
        {
            _byBot.Remove(bot);
            return;
        }

        if (line.Order.Count > (2 * line.Count) + 1024)
            line.Order = new Queue<long>(line.Order.Where(_failures.ContainsKey));
    }

    private sealed class BotLine
    {
        public Queue<long> Order { get; set; } = [];

        public int Count { get; set; }
    }
}

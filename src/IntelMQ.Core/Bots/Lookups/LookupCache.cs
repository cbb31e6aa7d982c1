namespace IntelMQ.Bots;

/// <summary>An answer and how long it holds.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Value">The answer; "there is none" is an answer too.</param>
/// <param name="KeepFor">How long it is kept; zero for not at all, <see cref="TimeSpan.MaxValue"/> for ever.</param>
public readonly record struct Answer<T>(T Value, TimeSpan KeepFor);

/// <summary>
/// Keeps answers of a service for their time, a bounded number of them, and has one request under way for a key at most. What fails is
/// not kept. Thread-safe.
/// </summary>
/// <typeparam name="T">The answers.</typeparam>
public sealed class LookupCache<T> : IDisposable
{
    private const int DefaultCapacity = 100_000;

    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    // Every entry that was made, oldest first, among them some that were replaced since. Bounds the table as well.
    private readonly Queue<Entry> _order = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopped;
    private bool _isDisposed;

    /// <summary>Creates a cache of up to 100,000 answers; see <see cref="LookupExpert.NewCache{T}"/>.</summary>
    /// <param name="time">The clock by which answers grow old.</param>
    public LookupCache(TimeProvider time)
        : this(time, DefaultCapacity)
    {
    }

    /// <summary>Creates a cache.</summary>
    /// <param name="time">The clock by which answers grow old.</param>
    /// <param name="capacity">The most answers that are kept, at least 1; the oldest make room.</param>
    public LookupCache(TimeProvider time, int capacity)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _time = time;
        _capacity = capacity;
        _stopped = _stopping.Token;
    }

    /// <summary>The answer for a key: what is kept, what somebody else asks for already, or a new request.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="ask">The request. Goes on when one who waits gives up, since others may wait too; must end by itself.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<T> GetAsync(string key, Func<CancellationToken, Task<Answer<T>>> ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(ask);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        Entry? entry;
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out entry) && _time.GetTimestamp() < entry.Expires)
                return entry.Answer.Task.WaitAsync(cancellationToken);
            entry = new Entry(key);
            _entries[key] = entry;
            _order.Enqueue(entry);
            while (_order.Count > _capacity)
                Forget(_order.Dequeue());
        }

        _ = FillAsync(entry, ask);
        return entry.Answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the requests that are under way.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task FillAsync(Entry entry, Func<CancellationToken, Task<Answer<T>>> ask)
    {
        try
        {
            Answer<T> answer = await ask(_stopped).ConfigureAwait(false);
            lock (_lock)
            {
                if (answer.KeepFor <= TimeSpan.Zero)
                    Forget(entry);
                else if (answer.KeepFor < TimeSpan.MaxValue)
                    entry.Expires = _time.GetTimestamp() + (long)(answer.KeepFor.TotalSeconds * _time.TimestampFrequency);
            }

            entry.Answer.SetResult(answer.Value);
        }
#pragma warning disable CA1031 // Whatever went wrong is told to those who wait.
        catch (Exception exception)
        {
            lock (_lock)
                Forget(entry);
            entry.Answer.SetException(exception);

            // Nobody may be left to look at it.
            _ = entry.Answer.Task.Exception;
        }
#pragma warning restore CA1031
    }

    private void Forget(Entry entry)
    {
        if (_entries.TryGetValue(entry.Key, out Entry? current) && ReferenceEquals(current, entry))
            _entries.Remove(entry.Key);
    }

    private sealed class Entry(string key)
    {
        public string Key { get; } = key;

        public TaskCompletionSource<T> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Expires { get; set; } = long.MaxValue;
    }
}

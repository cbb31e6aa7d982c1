namespace IntelMQ.Bots.Collectors;

/// <summary>Messages that wait to be made reports, bounded by their bytes.</summary>
/// <param name="capacity">How many bytes may wait; the message that reaches the bound is the last that is taken.</param>
/// <param name="time">The clock.</param>
internal sealed class SyslogInbox(long capacity, TimeProvider time)
{
    // What a message costs beside its bytes.
    private const int Overhead = 64;

    private readonly Lock _gate = new();
    private readonly Queue<SyslogMessage> _waiting = new();
    private TaskCompletionSource _arrival = NewSignal();
    private TaskCompletionSource _room = NewSignal();
    private long _bytes;
    private int _connections;

    /// <summary>How many messages wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>A connection is open; turns do not end meanwhile.</summary>
    public void Opened() => Interlocked.Increment(ref _connections);

    /// <summary>A connection is closed.</summary>
    public void Closed() => Interlocked.Decrement(ref _connections);

    /// <summary>Adds a message, unless too many wait.</summary>
    public bool TryPost(SyslogMessage message)
    {
        lock (_gate)
        {
            if (_bytes >= capacity)
                return false;
            _waiting.Enqueue(message);
            _bytes += message.Data.Length + Overhead;
            _arrival.TrySetResult();
            return true;
        }
    }

    /// <summary>Adds a message as soon as there is room.</summary>
    public async ValueTask PostAsync(SyslogMessage message, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_room.Task.IsCompleted)
                    _room = NewSignal();
                room = _room.Task;
            }

            if (TryPost(message))
                return;
            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes what waits: messages of at most so many bytes with a byte between two, or one; or one that is none.</summary>
    /// <param name="maxCount">The most messages.</param>
    /// <param name="maxBytes">The most bytes of more than one.</param>
    /// <param name="idle">The time without a connection and a message after which there is no more; <see langword="null"/> for never.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The messages; none where there is no more.</returns>
    public async ValueTask<List<SyslogMessage>> TakeAsync(int maxCount, long maxBytes, TimeSpan? idle, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (_waiting.Count > 0)
                    return Take(maxCount, maxBytes);
                if (_arrival.Task.IsCompleted)
                    _arrival = NewSignal();
                arrival = _arrival.Task;
            }

            try
            {
                await arrival.WaitAsync(idle ?? Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                if (Volatile.Read(ref _connections) == 0 && Count == 0)
                    return [];
            }
        }
    }

    private List<SyslogMessage> Take(int maxCount, long maxBytes)
    {
        var taken = new List<SyslogMessage>();
        for (long bytes = 0; taken.Count < maxCount && _waiting.TryPeek(out SyslogMessage? next);)
        {
            bytes += next.Data.Length + 1;
            // What is no line must not become a part of several.
            bool isAlone = next.Complaint is not null || next.Data.AsSpan().IndexOfAny((byte)'\n', (byte)'\r') >= 0;
            if (taken.Count > 0 && (isAlone || bytes > maxBytes))
                break;
            _waiting.Dequeue();
            _bytes -= next.Data.Length + Overhead;
            taken.Add(next);
            if (isAlone)
                break;
        }

        _room.TrySetResult();
        return taken;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

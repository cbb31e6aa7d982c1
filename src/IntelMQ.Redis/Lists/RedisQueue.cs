using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Redis.Server;
using StackExchange.Redis;

namespace IntelMQ.Redis.Lists;

/// <summary>A queue: one of IntelMQ's lists, newest at the left. All readers of the process share what it knows of its old end.</summary>
#pragma warning disable CA1001 // The lock has no handle of the system; readers may outlive the broker.
internal sealed class RedisQueue(QueueName name, RedisServer server)
#pragma warning restore CA1001
{
    // More would hold the server for too long.
    private const int MaxTaken = 1024;
    private const long MaxTakenBytes = 8 << 20;

    private readonly RedisBrokerOptions _options = server.Options;
    private readonly MessageReader _messages = new(server.Options.Schema);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private long _usualSize = 1 << 20;
    private bool _isOpen;
    private bool _isSwept;
    private bool _isNoted;
    private DateTimeOffset? _waitsSince;

    public QueueName Name { get; } = name;

    public int? Capacity { get; set; }

    public bool IsCompleted { get; set; }

    /// <summary>Something may have arrived, been given back, or ended.</summary>
    public ChangeSignal Arrival { get; } = new();

    /// <summary>There may be room.</summary>
    public ChangeSignal Room { get; } = new();

    public QueueWindow Window { get; } = new();

    /// <summary>The key of the notes beside it, in the database of the state.</summary>
    public string Notes => $"intelmq.net:queue:{Name}";

    /// <summary>Whether a reader of this process has ever looked at it.</summary>
    public bool IsRead { get; set; }

    public async ValueTask<Releaser> LockAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Releaser(_gate);
    }

    /// <summary>Receives what waits; called under the lock.</summary>
    /// <returns>Whether there is an answer now: messages, or the news that none will come.</returns>
    public async ValueTask<bool> TakeAsync(RedisQueueReader reader, int max, long maxBytes, List<Delivery> into)
    {
        if (!_isOpen)
            await OpenAsync().ConfigureAwait(false);
        long bytes = TakeWaiting(reader, max, maxBytes, into);
        if (into.Count > 0)
        {
            if (into.Count < max && bytes < maxBytes)
                await TakeMoreAsync(reader, max, maxBytes - bytes, into).ConfigureAwait(false);
            return into.Count > 0;
        }

        // What was noted as settled is passed over.
        while (into.Count == 0 && await FetchAsync(Math.Min(max, MaxTaken), Math.Min(maxBytes, MaxTakenBytes)).ConfigureAwait(false))
            TakeWaiting(reader, max, maxBytes, into);
        // What others hold may come back, so it has to be settled before the queue counts as drained.
        return into.Count > 0 || (IsCompleted && _isOpen && Window.InWork == 0);
    }

    /// <summary>Gives back what a reader holds; called under the lock.</summary>
    public void GiveBack(RedisQueueReader reader)
    {
        foreach (QueueSlot slot in Window.Slots)
        {
            if (slot.Holder != reader)
                continue;
            slot.Holder = null;
            slot.GivenBack++;
        }
    }

    /// <summary>Others have taken messages that this process knew: it forgets them, and reads the list anew. Called under the lock.</summary>
    public void Forget()
    {
        Window.Begin(null, false);
        _isOpen = false;
        Arrival.Pulse();
        Room.Pulse();
    }

    /// <summary>Counts what waits and what is in work; called under the lock.</summary>
    public async ValueTask<QueueStatus> CountAsync()
    {
        long length = (long)await server.CallAsync("LLEN", Name.Value).ConfigureAwait(false);
        int inWork = Window.InWork;
        long waiting = Math.Max(0, length - inWork - Window.Done);
        _waitsSince = waiting == 0 ? null : _waitsSince ?? _options.Time.GetUtcNow();
        QueueSlot? oldest = Window.Slots.FirstOrDefault(static slot => slot.IsWaiting);
        return new QueueStatus(waiting, inWork, waiting == 0 ? null : oldest?.Since ?? _waitsSince);
    }

    /// <summary>Looks at what waits; called under the lock.</summary>
    public async ValueTask<List<Delivery>> PeekAsync(int max)
    {
        var found = new List<Delivery>();
        foreach (QueueSlot slot in Window.Slots)
        {
            if (slot.IsWaiting && found.Count < max)
                found.Add(Read(slot));
        }

        if (found.Count == max)
            return found;
        byte[]?[] beyond = (byte[]?[]?)await server.CallAsync("LRANGE", Name.Value, -(Window.Count + (long)max - found.Count), -(Window.Count + 1L)).ConfigureAwait(false) ?? [];
        for (int i = beyond.Length - 1; i >= 0; i--)
            found.Add(Read(new QueueSlot(beyond[i]!, 0, default)));
        return found;
    }

    /// <summary>Removes what waits; called under the lock.</summary>
    public async ValueTask<long> ClearAsync()
    {
        long before = (await CountAsync().ConfigureAwait(false)).Waiting;
        if (before == 0)
            return 0;
        int known = Window.Count;
        int dropped = Window.DropWaiting();
        var arguments = new RedisArguments();
        arguments.Add(Name.Value);
        Window.WriteFence(known, arguments);
        Window.CutDone();
        arguments.Add(Window.Count).Add(_options.StateDatabase).Add(Notes).Add(IsRead ? Window.Marks() : "");
        long removed;
        try
        {
            removed = (long)await server.RunAsync(Scripts.Clear, arguments).ConfigureAwait(false);
        }
        catch (IOException)
        {
            Forget();
            throw;
        }

        if (removed < 0)
        {
            Forget();
            return await ClearAsync().ConfigureAwait(false);
        }

        Room.Pulse();
        Arrival.Pulse();
        return dropped + removed - (known - Window.Count);
    }

    /// <summary>Notes that the process ends as it should; called under the lock.</summary>
    public async ValueTask EndAsync()
    {
        if (_isNoted)
            await NoteAsync("taken", "").ConfigureAwait(false);
        _isNoted = false;
    }

    private Delivery Read(QueueSlot slot)
        => _messages.TryRead(slot.Payload, out Message? message, out MessageError? error)
            ? new Delivery(message, slot.Tag) { Attempt = slot.Attempt, Checkpoint = slot.Checkpoint }
            : new Delivery(new Failure(new Report(slot.Payload, _options.Schema), $"The message in the queue cannot be read: {error}."), slot.Tag) { Attempt = slot.Attempt };

    // What was given back is less than is wanted. Where the server does not answer, it is enough.
    private async ValueTask TakeMoreAsync(RedisQueueReader reader, int max, long maxBytes, List<Delivery> into)
    {
        try
        {
            if (await FetchAsync(Math.Min(max - into.Count, MaxTaken), Math.Min(maxBytes, MaxTakenBytes)).ConfigureAwait(false))
                TakeWaiting(reader, max, maxBytes, into);
            else if (!_isOpen)
                into.Clear();
        }
        catch (IOException)
        {
            // The next call meets it again.
        }
    }

    private long TakeWaiting(RedisQueueReader reader, int max, long maxBytes, List<Delivery> into)
    {
        long bytes = 0;
        foreach (QueueSlot slot in Window.Slots)
        {
            if (into.Count >= max || bytes >= maxBytes)
                break;
            if (!slot.IsWaiting)
                continue;
            slot.Holder = reader;
            bytes += slot.Payload.Length;
            into.Add(Read(slot));
        }

        return bytes;
    }

    private async ValueTask OpenAsync()
    {
        // Only at the start: later on, what is in the internal queue is in work at a bot of somebody else.
        string internalQueue = _isSwept ? "" : $"{Name}-internal";
        RedisArguments arguments = new RedisArguments().Add(_options.StateDatabase).Add(Notes).Add(Name.Value).Add(_options.Database).Add(internalQueue);
        var notes = (RedisResult[])(await server.RunAsync(Scripts.Open, arguments).ConfigureAwait(false))!;
        Window.Begin((string?)notes[0], !_isSwept && !notes[1].IsNull);
        (_isOpen, _isSwept) = (true, true);
    }

    private async ValueTask<bool> FetchAsync(int max, long maxBytes)
    {
        // The messages come beside the script, since one would hash each of them; where the fence does not hold, they were only looked at.
        RedisArguments arguments = new RedisArguments().Add(Name.Value);
        Window.WriteFence(Window.Count, arguments);
        (arguments.List[0], arguments.List[1]) = (Scripts.Holds.Text, "0");
        long count = Math.Min(max, Math.Clamp(maxBytes / _usualSize, 1, 256));
        RedisResult[] results = (await server.RunTogetherAsync(
            _options.Database,
            [],
            transaction => Task.WhenAll(transaction.ExecuteAsync("EVAL", arguments.List), transaction.ExecuteAsync("LRANGE", Name.Value, -(Window.Count + count), -(Window.Count + 1)))).ConfigureAwait(false))!;
        if ((int)results[0] == 0)
        {
            Forget();
            return false;
        }

        // Oldest first.
        byte[][] payloads = [.. ((byte[][])results[1]!).Reverse()];
        if (payloads.Length == 0)
            return false;
        _usualSize = Math.Max(1, payloads.Sum(static payload => (long)payload.Length) / payloads.Length);
        bool isSuspect = Window.Append(payloads, _options.Time.GetUtcNow());
        if (isSuspect)
            await NoteAsync("marks", Window.Marks()).ConfigureAwait(false);
        if (!_isNoted)
            _isNoted = await NoteAsync("taken", "1").ConfigureAwait(false);
        return true;
    }

    // Counts attempts, which a server without memory may do without.
    private async ValueTask<bool> NoteAsync(string field, string value)
    {
        try
        {
            await server.RunAsync(Scripts.Note, new RedisArguments().Add(_options.StateDatabase).Add(Notes).Add(field).Add(value)).ConfigureAwait(false);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Ends the lock.</summary>
    internal readonly struct Releaser(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}

using System.Globalization;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Redis.Lists;
using IntelMQ.Redis.Server;
using StackExchange.Redis;

namespace IntelMQ.Redis.Streams;

/// <summary>A queue: a stream for each part. All readers of the process share its leases and what was taken.</summary>
#pragma warning disable CA1001 // The lock has no handle of the system; readers may outlive the broker.
internal sealed partial class StreamQueue(QueueName name, RedisServer server, string host)
#pragma warning restore CA1001
{
    private readonly RedisBrokerOptions _options = server.Options;
    private readonly MessageReader _messages = new(server.Options.Schema);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<long, StreamSlot> _slots = [];
    private readonly StreamShare _share = new(server.Options);
    private int _readers;

    public QueueName Name { get; } = name;

    public int? Capacity { get; set; }

    public bool IsCompleted { get; set; }

    /// <summary>Something may have arrived, been given back, or ended.</summary>
    public ChangeSignal Arrival { get; } = new();

    /// <summary>There may be room.</summary>
    public ChangeSignal Room { get; } = new();

    /// <summary>What the key of each part's stream begins with.</summary>
    public string Streams { get; } = $"intelmq.net:stream:{{{name}}}:";

    /// <summary>The key of what says who reads.</summary>
    public string Leases { get; } = $"intelmq.net:lease:{{{name}}}";

    public StreamPart[] Parts { get; private set; } = [];

    public async ValueTask<RedisQueue.Releaser> LockAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new RedisQueue.Releaser(_gate);
    }

    /// <summary>Makes it ready on the server; called under the lock.</summary>
    /// <exception cref="InvalidOperationException">It holds messages and has another number of parts.</exception>
    public async ValueTask DeclareAsync(int parts)
    {
        RedisArguments arguments = new RedisArguments().Add(_options.StateDatabase).Add(Streams).Add(Leases).Add(parts);
        if ((long)await server.RunAsync(StreamScripts.Declare, arguments).ConfigureAwait(false) == 0)
            throw new InvalidOperationException($"The queue {Name} holds messages, so its number of parts cannot become {parts}.");
        if (Parts.Length == parts)
            return;
        _slots.Clear();
        Parts = [.. Enumerable.Range(0, parts).Select(static number => new StreamPart(number))];
    }

    public void Open() => _readers++;

    /// <summary>Gives back what a reader holds, and with the last reader the leases; called under the lock.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="isDoubtful">Whether nobody knows if its last commit was stored.</param>
    public async ValueTask CloseAsync(StreamQueueReader reader, bool isDoubtful)
    {
        GiveBack(reader, isDoubtful);
        if (--_readers > 0)
            return;
        RedisArguments arguments = Begin().Add(Leases).Add(host);
        foreach (StreamPart part in Parts.Where(static part => part.IsHeld))
            part.Write(arguments);
        foreach (StreamPart part in Parts)
            part.Leave();
        _slots.Clear();
        _share.Forget();
        try
        {
            await server.RunAsync(StreamScripts.Release, arguments).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The leases end by themselves.
        }
    }

    /// <summary>Receives what waits; called under the lock.</summary>
    /// <returns>Whether there is an answer now: messages, or the news that none will come.</returns>
    public async ValueTask<bool> TakeAsync(StreamQueueReader reader, int max, long maxBytes, List<Delivery> into)
    {
        TakeWaiting(reader, max, maxBytes, into);
        if (into.Count == 0)
        {
            await FetchAsync(reader, Math.Min(max, MaxTaken), Math.Min(maxBytes, MaxTakenBytes)).ConfigureAwait(false);
            TakeWaiting(reader, max, maxBytes, into);
        }

        return into.Count > 0 || (IsCompleted && await IsDrainedAsync(reader).ConfigureAwait(false));
    }

    /// <summary>What a commit settles, by part; called under the lock.</summary>
    /// <returns><see langword="null"/> where some of it is no longer this process's.</returns>
    public List<StreamInput>? Plan(UnitOfWork work, StreamQueueReader reader)
    {
        var inputs = new List<StreamInput>();
        for (int i = 0; i < work.Settled.Count; i++)
        {
            if (Find(work.Settled[i].Tag, reader) is not { } slot)
                return null;
            InputOf(inputs, slot.Part).Settled.Add(slot);
        }

        if (work.Progress is not { } progress)
            return inputs;
        if (Find(progress.Tag, reader) is not { } half)
            return null;
        StreamInput input = InputOf(inputs, half.Part);
        (input.Half, input.Position) = (half, progress.Position);
        return inputs;
    }

    /// <summary>Takes over what a commit has done; called under the lock.</summary>
    public void Apply(List<StreamInput> inputs)
    {
        foreach (StreamInput input in inputs)
        {
            foreach (StreamSlot slot in input.Settled)
            {
                slot.Holder = null;
                _slots.Remove(slot.Tag);
            }

            if (input.Settled.Count > 0)
                input.Part.Slots.RemoveAll(slot => !_slots.ContainsKey(slot.Tag));
            if (input.Half is { } half)
                half.Checkpoint = input.Position;
        }
    }

    /// <summary>Others have taken parts over: all that a reader holds goes back. Called under the lock.</summary>
    public void Lose(StreamQueueReader reader, List<StreamInput> inputs)
    {
        foreach (StreamInput input in inputs)
            Lose(input.Part);
        GiveBack(reader, isDoubtful: false);
        Arrival.Pulse();
    }

    /// <summary>The leases that have to live on; <see langword="null"/> for none. Called under the lock.</summary>
    public RedisArguments? Renewal()
    {
        if (!Array.Exists(Parts, static part => part.IsHeld))
            return null;
        RedisArguments arguments = Begin().Add(Leases).Add(host).Add((long)_options.LeaseTime.TotalMilliseconds);
        foreach (StreamPart part in Parts.Where(static part => part.IsHeld))
            part.Write(arguments);
        return arguments;
    }

    private RedisArguments Begin() => new RedisArguments().Add(_options.StateDatabase);

    private StreamSlot? Find(long tag, StreamQueueReader reader)
    {
        if (!_slots.TryGetValue(tag, out StreamSlot? slot))
            return null;
        return slot.Holder == reader ? slot : throw new InvalidOperationException("A delivery was settled that this reader does not hold.");
    }

    private static StreamInput InputOf(List<StreamInput> inputs, StreamPart part)
    {
        if (inputs.Count > 0 && inputs[^1].Part == part)
            return inputs[^1];
        StreamInput? input = inputs.Find(input => input.Part == part);
        if (input is null)
            inputs.Add(input = new StreamInput(part));
        return input;
    }

    private void GiveBack(StreamQueueReader reader, bool isDoubtful)
    {
        foreach (StreamPart part in Parts)
        {
            bool held = false;
            foreach (StreamSlot slot in part.Slots.Where(slot => slot.Holder == reader))
            {
                slot.Holder = null;
                slot.GivenBack++;
                held = true;
            }

            // What was settled on the server must not be handed out again.
            if (held && isDoubtful)
                Lose(part);
        }
    }

    private void Lose(StreamPart part)
    {
        foreach (StreamSlot slot in part.Slots)
            _slots.Remove(slot.Tag);
        part.Lose();
    }

    private Delivery Read(StreamSlot slot)
        => _messages.TryRead(slot.Payload, out Message? message, out MessageError? error)
            ? new Delivery(message, slot.Tag) { Attempt = slot.Attempt, Checkpoint = slot.Checkpoint, Envelope = slot.Envelope }
            : new Delivery(new Failure(new Report(slot.Payload, _options.Schema), $"The message in the queue cannot be read: {error}."), slot.Tag) { Attempt = slot.Attempt, Envelope = slot.Envelope };
}

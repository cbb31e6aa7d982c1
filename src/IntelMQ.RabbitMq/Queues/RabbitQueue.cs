using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq.Server;
using IntelMQ.RabbitMq.Storage;
using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.RabbitMq.Queues;

/// <summary>A queue. All readers of the process share one consumer, and what the server has handed to it.</summary>
#pragma warning disable CA1001 // The lock has no handle of the system; readers may outlive the broker.
internal sealed partial class RabbitQueue
#pragma warning restore CA1001
{
    // Reports are large: of them no more is fetched than is asked for.
    private const int Few = 16;

    private readonly RabbitMqBroker _broker;
    private readonly RabbitMqBrokerOptions _options;
    private readonly MessageReader _messages;
    private readonly QueueSource _source;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ILogger _log;
    private QueueMemory _memory = null!;
    private long _nextTag = 1;
    private long _repeats;
    private int _readers;

    public RabbitQueue(QueueName name, RabbitMqBroker broker)
    {
        (Name, _broker, _options) = (name, broker, broker.Options);
        _messages = new MessageReader(_options.Schema);
        _log = _options.Logs.CreateLogger("IntelMQ.RabbitMq");
        _source = new QueueSource(name, broker.Server, () => Arrival.Pulse());
    }

    public QueueName Name { get; }

    public int? Capacity { get; set; }

    public bool IsCompleted { get; set; }

    /// <summary>Something may have arrived, been given back, or ended.</summary>
    public ChangeSignal Arrival { get; } = new();

    /// <summary>There may be room.</summary>
    public ChangeSignal Room { get; } = new();

    public QueueWindow Window { get; } = new();

    public QueueMemory Memory => _memory;

    public async ValueTask<Releaser> LockAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Releaser(_gate);
    }

    /// <summary>A reader begins; called under the lock.</summary>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        _memory ??= await QueueMemory.OpenAsync(_broker.States, Name, _options.RepeatWindow, cancellationToken).ConfigureAwait(false);
        _readers++;
    }

    /// <summary>A reader ends: gives back what it holds, and with the last one all goes back to the server. Called under the lock.</summary>
    public async ValueTask EndAsync(RabbitQueueReader reader)
    {
        var changes = new List<StateChange>();
        foreach (QueueSlot slot in Window.Slots)
        {
            if (slot.Holder != reader)
                continue;
            Memory.AddPlace(changes, slot.Id, slot.Checkpoint, slot.Attempt);
            Window.GiveBack(slot);
        }

        try
        {
            if (changes.Count > 0)
                await _broker.States.ApplyAsync(changes, CancellationToken.None).ConfigureAwait(false);
            if (--_readers > 0)
                return;
            await GatherAsync().ConfigureAwait(false);
            ulong[] held = [.. Window.Slots.Select(static slot => slot.DeliveryTag)];
            Window.Clear();
            await _source.CloseAsync(held).ConfigureAwait(false);
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, default))
        {
            // The server takes it back by itself; how often it was received is then one less.
            await _source.AbandonAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Receives what waits; called under the lock.</summary>
    /// <returns>Whether there is an answer now: messages, or the news that none will come.</returns>
    public async ValueTask<bool> TakeAsync(RabbitQueueReader reader, int max, long maxBytes, List<Delivery> into, CancellationToken cancellationToken)
    {
        ThrowIfLost();
        await _source.OpenAsync(Window.InWork + (max > Few ? 2 * max : max), Window.Count, cancellationToken).ConfigureAwait(false);
        Drain();
        if (Window.Waiting < max && _source.HasRoom(Window.Count))
        {
            // What the server has sent counts, where it is in this process yet or not.
            await _source.FenceAsync().ConfigureAwait(false);
            Drain();
        }

        await AcknowledgeAsync().ConfigureAwait(false);
        if (Window.Waiting > 0)
        {
            await HandOutAsync(reader, max, maxBytes, into).ConfigureAwait(false);
            return true;
        }

        // What others hold may come back, so it has to be settled before the queue counts as drained.
        return IsCompleted && Window.InWork == 0 && await CountTotalAsync(cancellationToken).ConfigureAwait(false) == 0;
    }

    /// <summary>Acknowledges what is done; called under the lock. Where the channel is gone, the message comes again, and is known by its id.</summary>
    public async ValueTask AcknowledgeAsync()
    {
        (ulong upTo, List<ulong>? single) = Window.TakeDone();
        if (upTo == 0 && single is null)
            return;
        try
        {
            await _source.AcknowledgeAsync(upTo, single).ConfigureAwait(false);
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, default))
        {
            // Whoever receives next meets it again.
        }
    }

    /// <summary>Forgets what belongs to a channel that is gone; called under the lock.</summary>
    public bool ForgetIfLost()
    {
        if (!_source.IsLost)
            return false;
        Window.Clear();
        return true;
    }

    /// <summary>So many messages were sent to it.</summary>
    public void NoteSent(int count)
    {
        Interlocked.Add(ref _estimate, count);
        Arrival.Pulse();
    }

    /// <summary>Lets go of the server; called under the lock.</summary>
    public ValueTask CloseAsync()
    {
        Window.Clear();
        IsCompleted = true;
        Arrival.Pulse();
        return _source.AbandonAsync();
    }

    /// <summary>Gives back and receives anew what has waited here for too long; called under the lock.</summary>
    public async ValueTask RefreshAsync()
    {
        if (!_source.IsOpen || Window.Waiting == 0)
            return;
        QueueSlot oldest = Window.Slots.First(static slot => slot.IsWaiting);
        if (_options.Time.GetElapsedTime(oldest.Since) < _options.ConsumerTimeout / 2)
            return;
        // All of it, so that it comes again in its order.
        Drain();
        QueueSlot[] waiting = [.. Window.Slots.Where(static slot => slot.IsWaiting)];
        foreach (QueueSlot slot in waiting)
            Window.Drop(slot);
        await _source.RenewAsync(waiting.Select(static slot => slot.DeliveryTag)).ConfigureAwait(false);
    }

    private void ThrowIfLost()
    {
        if (!_source.IsLost)
            return;
        IOException why = _source.WhyLost();
        Window.Clear();
        _source.Forget();
        throw why;
    }

    // What a quorum queue hands out for what was just acknowledged comes a little later; given back behind the others, it would stand before them.
    private async ValueTask GatherAsync()
    {
        for (int look = 0; look < 20 && _source.IsOpen && _source.HasRoom(Window.Count); look++)
        {
            bool isAll = await _source.ReadyAsync().ConfigureAwait(false) == 0;
            await SettleDownAsync().ConfigureAwait(false);
            if (isAll)
                return;
            await Task.Delay(5).ConfigureAwait(false);
        }
    }

    private async ValueTask SettleDownAsync()
    {
        if (ForgetIfLost() || !_source.IsOpen)
            return;
        await _source.FenceAsync().ConfigureAwait(false);
        Drain();
    }

    private void Drain()
    {
        int repeats = 0;
        while (_source.TryTake(out Arrived arrived))
        {
            QueueSlot slot = QueueSlot.Of(arrived, _nextTag++, _options.Time.GetTimestamp(), _memory);
            repeats += Window.Append(slot, _memory.IsSettled(slot.Id)) ? 0 : 1;
        }

        if (repeats > 0)
            RabbitMqLog.RepeatsDropped(_log, Name.Value, _repeats += repeats);
    }

    private async ValueTask HandOutAsync(RabbitQueueReader reader, int max, long maxBytes, List<Delivery> into)
    {
        List<StateChange>? changes = null;
        long bytes = 0;
        foreach (QueueSlot slot in Window.Slots)
        {
            if (into.Count >= max || bytes >= maxBytes)
                break;
            if (!slot.IsWaiting)
                continue;
            Window.Take(slot, reader);
            bytes += slot.Payload.Length;
            into.Add(slot.Read(_messages));
            // It may have ended a process, and may do so again.
            if (slot.IsRedelivered)
                Memory.AddPlace(changes ??= [], slot.Id, slot.Checkpoint, slot.Attempt);
        }

        if (changes is not { Count: > 0 })
            return;
        try
        {
            await _broker.States.ApplyAsync(changes, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Only counts attempts.
        }
    }

    /// <summary>Ends the lock.</summary>
    internal readonly struct Releaser(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}

using IntelMQ.Pipelines;
using IntelMQ.RabbitMq.Server;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Queues;

/// <summary>
/// The channel over which a queue is read. Used under the queue's lock. What was asked of the server is waited for in any case: an answer that
/// nobody waits for would end the channel.
/// </summary>
internal sealed class QueueSource(QueueName queue, RabbitServer server, Action changed)
{
    private QueueConsumer? _consumer;
    private string? _name;
    private int _prefetch;
    private int _before;

    public bool IsOpen => _consumer is { IsBroken: false } && _consumer.Channel.IsOpen;

    /// <summary>Whether what was read belongs to a channel that is gone.</summary>
    public bool IsLost => _consumer is not null && !IsOpen;

    /// <summary>How many messages came over this channel.</summary>
    public long Count => _consumer?.Count ?? 0;

    /// <summary>Whether the server sends more while so many are not acknowledged.</summary>
    public bool HasRoom(int unacknowledged) => unacknowledged < _prefetch + _before;

    /// <summary>Has the server send messages, until so many are not acknowledged.</summary>
    public async ValueTask OpenAsync(int prefetch, int unacknowledged, CancellationToken cancellationToken)
    {
        if (IsOpen && (prefetch <= _prefetch || _prefetch == ushort.MaxValue))
            return;
        if (_consumer is { } consumer && IsOpen && _name is not null)
        {
            // The number counts for consumers that begin, and each begins at nothing.
            await consumer.Channel.BasicCancelAsync(_name, cancellationToken: CancellationToken.None).ConfigureAwait(false);
            _name = null;
            _before = unacknowledged;
        }
        else
        {
            await AbandonAsync().ConfigureAwait(false);
            IChannel channel = await server.OpenChannelAsync(withConfirms: false, cancellationToken).ConfigureAwait(false);
            _consumer = new QueueConsumer(channel, changed);
            channel.DefaultConsumer = _consumer;
            channel.ChannelShutdownAsync += _consumer.HandleChannelShutdownAsync;
            _before = 0;
        }

        // A question that was asked is answered: the client waits for ever where one is given up half-way.
        _prefetch = Math.Clamp(prefetch, 1, ushort.MaxValue);
        await _consumer.Channel.BasicQosAsync(0, (ushort)_prefetch, false, CancellationToken.None).ConfigureAwait(false);
        _name = await _consumer.Channel.BasicConsumeAsync(queue.Value, false, _consumer, CancellationToken.None).ConfigureAwait(false);
    }

    public bool TryTake(out Arrived arrived)
    {
        arrived = default;
        return _consumer?.TryTake(out arrived) == true;
    }

    /// <summary>Waits until all is here that the server has sent so far.</summary>
    /// <exception cref="IOException">The channel is gone: not all who count what waits translate what the client says then.</exception>
    public async ValueTask FenceAsync()
    {
        if (_consumer is not { IsBroken: false } consumer)
            return;
        try
        {
            await consumer.FenceAsync(server.Address.Timeout).ConfigureAwait(false);
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, default))
        {
            throw RabbitErrors.Translate(exception, server.Address);
        }
    }

    public async ValueTask AcknowledgeAsync(ulong upTo, List<ulong>? single)
    {
        if (_consumer is not { } consumer || !IsOpen)
            return;
        if (upTo > 0)
            await consumer.Channel.BasicAckAsync(upTo, true).ConfigureAwait(false);
        foreach (ulong tag in single ?? [])
            await consumer.Channel.BasicAckAsync(tag, false).ConfigureAwait(false);
    }

    /// <summary>Gives single messages back to the server, which hands them out again at their place.</summary>
    public async ValueTask RenewAsync(IEnumerable<ulong> tags)
    {
        foreach (ulong tag in tags)
            await _consumer!.Channel.BasicNackAsync(tag, false, true).ConfigureAwait(false);
    }

    /// <summary>Why the channel is gone.</summary>
    public IOException WhyLost() => _consumer?.Reason is { } reason ? RabbitErrors.Translate(reason, server.Address) : new RabbitMqException($"RabbitMQ at {server.Address} has the queue {queue} no more.", isFinal: false, null);

    /// <summary>Lets go of a channel that is gone; the next opening makes another.</summary>
    public void Forget() => (_consumer, _name, _prefetch, _before) = (null, null, 0, 0);

    /// <summary>How many messages wait on the server, as this channel sees it.</summary>
    public async ValueTask<uint> ReadyAsync() => (await _consumer!.Channel.QueueDeclarePassiveAsync(queue.Value).ConfigureAwait(false)).MessageCount;

    /// <summary>Ends the reading. What is not acknowledged goes back to its place, and is there when this returns.</summary>
    /// <param name="held">What was taken and is not acknowledged, in its order.</param>
    public async ValueTask CloseAsync(IEnumerable<ulong> held)
    {
        if (_consumer is { } consumer && IsOpen)
        {
            IChannel channel = consumer.Channel;
            if (_name is not null)
                await channel.BasicCancelAsync(_name).ConfigureAwait(false);
            var tags = new List<ulong>(held);
            while (consumer.TryTake(out Arrived arrived))
                tags.Add(arrived.DeliveryTag);
            await ReturnAsync(channel, queue, tags).ConfigureAwait(false);
        }

        await AbandonAsync().ConfigureAwait(false);
    }

    /// <summary>Gives messages back, and waits until the server counts them again, which a quorum queue does a little later.</summary>
    /// <param name="channel">The channel that they came over.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="tags">The messages, in their order: one by one, since a quorum queue would sort many by consumers.</param>
    public static async ValueTask ReturnAsync(IChannel channel, QueueName queue, List<ulong> tags)
    {
        if (tags.Count == 0)
            return;
        QueueDeclareOk before = await channel.QueueDeclarePassiveAsync(queue.Value).ConfigureAwait(false);
        foreach (ulong tag in tags)
            await channel.BasicNackAsync(tag, false, true).ConfigureAwait(false);
        for (int look = 0; look < 400; look++)
        {
            QueueDeclareOk after = await channel.QueueDeclarePassiveAsync(queue.Value).ConfigureAwait(false);
            // Whoever else reads it may have taken some at once.
            if (after.MessageCount >= before.MessageCount + (uint)tags.Count || (after.ConsumerCount > 0 && look > 60))
                return;
            await Task.Delay(5).ConfigureAwait(false);
        }
    }

    /// <summary>Lets go of the channel.</summary>
    public async ValueTask AbandonAsync()
    {
        QueueConsumer? consumer = _consumer;
        (_consumer, _name, _prefetch, _before) = (null, null, 0, 0);
        if (consumer is null)
            return;
        try
        {
            await consumer.Channel.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, default))
        {
            // It is gone in any case.
        }
    }
}

using System.Threading.Channels;
using IntelMQ.RabbitMq.Queues;
using IntelMQ.RabbitMq.Server;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Amqp;

/// <summary>A consumer of a queue, over a channel of its own. What is not acknowledged when it ends goes back to the queue.</summary>
internal sealed class AmqpSubscription : IAsyncDisposable
{
    private readonly Channel<Arrived> _arrived = System.Threading.Channels.Channel.CreateUnbounded<Arrived>();
    private readonly RabbitServer _server;
    private readonly IChannel _channel;
    private readonly QueueConsumer _consumer;

    private AmqpSubscription(RabbitServer server, IChannel channel)
    {
        (_server, _channel) = (server, channel);
        _consumer = new QueueConsumer(channel, Move);
        channel.ChannelShutdownAsync += _consumer.HandleChannelShutdownAsync;
    }

    public bool IsOpen => _channel.IsOpen && !_consumer.IsBroken;

    /// <summary>Begins; the server hands over so many messages before the first is acknowledged.</summary>
    /// <exception cref="IOException">The queue is not there, or is not to be read.</exception>
    public static async ValueTask<AmqpSubscription> BeginAsync(RabbitServer server, IChannel channel, string queue, int prefetch, CancellationToken cancellationToken)
    {
        var subscription = new AmqpSubscription(server, channel);
        try
        {
            await channel.BasicQosAsync(0, (ushort)prefetch, false, CancellationToken.None).ConfigureAwait(false);
            await channel.BasicConsumeAsync(queue, false, subscription._consumer, CancellationToken.None).ConfigureAwait(false);
            return subscription;
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, cancellationToken))
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            throw RabbitErrors.Translate(exception, server.Address);
        }
    }

    /// <summary>The next message.</summary>
    /// <returns>Nothing, where none will come any more.</returns>
    public async ValueTask<Arrived?> NextAsync(CancellationToken cancellationToken)
    {
        while (await _arrived.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_arrived.Reader.TryRead(out Arrived arrived))
                return arrived;
        }

        return null;
    }

    /// <summary>Why none will come any more.</summary>
    public string WhyEnded() => _consumer.Reason is { } reason ? RabbitErrors.Translate(reason, _server.Address).Message : "The queue is gone.";

    /// <summary>Takes a message out of the queue; where the channel is gone, it comes again instead.</summary>
    public async ValueTask AcknowledgeAsync(ulong tag)
    {
        try
        {
            await _channel.BasicAckAsync(tag, false).ConfigureAwait(false);
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, default))
        {
            // The server hands it out again.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _arrived.Writer.TryComplete();
        try
        {
            await _channel.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, default))
        {
            // It is gone in any case.
        }
    }

    private void Move()
    {
        while (_consumer.TryTake(out Arrived arrived))
            _arrived.Writer.TryWrite(arrived);
        if (_consumer.IsBroken)
            _arrived.Writer.TryComplete();
    }
}

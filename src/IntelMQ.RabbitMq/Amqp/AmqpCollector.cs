using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.RabbitMq.Queues;
using IntelMQ.RabbitMq.Server;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Amqp;

/// <summary>Makes a report of each message of a queue of an AMQP 0-9-1 server, for as long as it runs.</summary>
/// <remarks>
/// A message is acknowledged once everything that was made of it is stored: a kill loses none, and what was under way comes again. One that
/// cannot be used, being empty or no message of IntelMQ where one is expected, is kept as failure and acknowledged, so that it does not come
/// again for ever.
/// </remarks>
[Bot("intelmq.bots.collectors.amqp.collector_amqp", BotKind.Collector, Summary = "Makes a report of each message of a queue of an AMQP server such as RabbitMQ.")]
public sealed partial class AmqpCollector : Collector
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly AmqpCollectorOptions _options;
    private RabbitServer? _server;
    private AmqpSubscription? _subscription;

    /// <inheritdoc cref="AmqpCollector(AmqpCollectorOptions)"/>
    public AmqpCollector(AmqpCollectorOptions options, BotServices services)
        : base(options, services) => _options = options;

    /// <summary>Receives messages until it is told to end; or until the connection breaks, where <c>reconnect</c> is off.</summary>
    /// <inheritdoc/>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var messages = new MessageReader(Schema);
        TimeSpan pause = _options.ReconnectDelay;
        while (true)
        {
            string reason;
            AmqpSubscription? subscription = null;
            try
            {
                subscription = await SubscribeAsync(cancellationToken).ConfigureAwait(false);
                reason = "";
            }
            catch (IOException exception) when (_options.Reconnect && exception is not RabbitMqException { IsFinal: true })
            {
                reason = exception.Message;
            }

            if (subscription is not null)
            {
                AmqpLog.Receiving(Log, _options.QueueName!);
                while (await subscription.NextAsync(cancellationToken).ConfigureAwait(false) is { } arrived)
                {
                    pause = _options.ReconnectDelay;
                    CollectedReport? collected = Read(arrived, messages, subscription);
                    if (collected is not null)
                        yield return collected;
                    // A failure is kept by now.
                    if (collected?.Failure is not null || collected is null)
                        await subscription.AcknowledgeAsync(arrived.DeliveryTag).ConfigureAwait(false);
                }

                reason = subscription.WhyEnded();
            }

            AmqpLog.Interrupted(Log, _options.QueueName!, reason);
            if (!_options.Reconnect)
                yield break;
            await Task.Delay(pause, Services.Time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_subscription is not null)
            await _subscription.DisposeAsync().ConfigureAwait(false);
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    // Outlives a turn: what is under way is acknowledged later.
    private async ValueTask<AmqpSubscription> SubscribeAsync(CancellationToken cancellationToken)
    {
        if (_subscription is { IsOpen: true } open)
            return open;
        if (_subscription is not null)
            await _subscription.DisposeAsync().ConfigureAwait(false);
        _subscription = null;
        _server ??= new RabbitServer(_options.Connection.ToAddress(), null, Services.Time, Log);
        IChannel channel = await AmqpConnecting.OpenAsync(_server, _options.Connection.ConnectionAttempts, Services.Time, Log, cancellationToken).ConfigureAwait(false);
        if (!string.IsNullOrEmpty(_options.ExchangeName))
            await AmqpConnecting.DeclareAsync(channel, _server, _options.ExchangeName, _options.ExchangeType, _options.ExchangeDurable, cancellationToken).ConfigureAwait(false);
        return _subscription = await AmqpSubscription.BeginAsync(_server, channel, _options.QueueName!, _options.Prefetch, cancellationToken).ConfigureAwait(false);
    }

    private CollectedReport? Read(Arrived arrived, MessageReader messages, AmqpSubscription subscription)
    {
        if (arrived.Payload.Length == 0)
            return new CollectedReport(new Failure(NewReport(default), "The message of the queue is empty."));
        if (!_options.ExpectIntelmqMessage)
            return Of(NewReport(arrived.Payload), arrived, subscription);
        if (!messages.TryRead(arrived.Payload, out Message? message, out MessageError? error))
            return new CollectedReport(new Failure(NewReport(arrived.Payload), $"The message of the queue is none of IntelMQ: {error}."));
        if (message is not Report report)
            return Of(NewReport(arrived.Payload), arrived, subscription);
        if (!report.Raw.IsEmpty)
            return Of(report, arrived, subscription);
        AmqpLog.NoRaw(Log, _options.QueueName!);
        return null;
    }

    private static CollectedReport Of(Report report, Arrived arrived, AmqpSubscription subscription)
        => new(report, async _ => await subscription.AcknowledgeAsync(arrived.DeliveryTag).ConfigureAwait(false))
        {
            Identity = string.IsNullOrEmpty(arrived.Properties.MessageId) ? default : Encoding.UTF8.GetBytes(arrived.Properties.MessageId),
        };
}

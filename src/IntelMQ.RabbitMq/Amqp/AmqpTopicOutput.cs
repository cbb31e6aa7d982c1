using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.RabbitMq.Server;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Amqp;

/// <summary>
/// Publishes events to an exchange of an AMQP 0-9-1 server, each as a message with its JSON or the value of one field. A batch is stored once
/// the server has confirmed each message. What was confirmed is not sent again where the batch is; what was under way when a connection broke may
/// arrive twice, with the same <c>message_id</c>: a hash of the event.
/// </summary>
[Bot("intelmq.bots.outputs.amqptopic.output", BotKind.Output, Summary = "Publishes events to an exchange of an AMQP server such as RabbitMQ.")]
public sealed partial class AmqpTopicOutput : Output
{
    private const int IdLength = 32;

    private readonly AmqpTopicOutputOptions _options;
    private readonly RoutingKeyTemplate _key;
    private readonly EventText _text;
    private readonly Utf8Buffer _body = new(2048);
    private readonly SentEvents _sent = new();
    private RabbitServer? _server;
    private Publisher? _publisher;

    /// <inheritdoc cref="AmqpTopicOutput(AmqpTopicOutputOptions)"/>
    public AmqpTopicOutput(AmqpTopicOutputOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _key = RoutingKeyTemplate.Parse(options.RoutingKey!, options.FormatRoutingKey, out _)!;
        _text = new EventText(options.ToFormat(services, Module));
    }

    /// <summary>Connects and declares the exchange.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _server = new RabbitServer(_options.Connection.ToAddress(), null, Services.Time, Log);
        _publisher = new Publisher(_server, _options.ExchangeName!, _options.RequireConfirmation, Services.Time);
        try
        {
            await DeclareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new BotConfigurationException(nameof(AmqpTopicOutput), [exception.Message]);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_publisher is null)
            await StartAsync(cancellationToken).ConfigureAwait(false);
        List<Event> left = _sent.Left(batch);
        List<Publication> publications = left.ConvertAll(PublicationOf);
        try
        {
            await _publisher!.PublishAsync(publications, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            for (int i = 0; i < publications.Count; i++)
            {
                if (publications[i].State == PublicationState.Confirmed)
                    _sent.Note(left[i]);
            }
        }

        if (publications.Find(static one => one.State == PublicationState.Returned) is { } returned)
        {
            // Somebody may have deleted it; what the server has is declared without harm.
            await DeclareAsync(cancellationToken).ConfigureAwait(false);
            throw new IOException($"{Name} has no queue for the routing key {returned.Key}: bind one, or set require_confirmation to false.");
        }

        if (publications.Exists(static one => one.State == PublicationState.Refused))
            throw new IOException($"{Name} takes no more messages for now, since a queue is full.");
        _sent.Forget(batch);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_publisher is not null)
            await _publisher.DisposeAsync().ConfigureAwait(false);
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private string Name => $"RabbitMQ at {_server!.Address}";

    private async ValueTask DeclareAsync(CancellationToken cancellationToken)
    {
        IChannel channel = await AmqpConnecting.OpenAsync(_server!, _options.Connection.ConnectionAttempts, Services.Time, Log, cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            if (_options.ExchangeName!.Length > 0)
                await AmqpConnecting.DeclareAsync(channel, _server!, _options.ExchangeName, _options.ExchangeType, _options.ExchangeDurable, cancellationToken).ConfigureAwait(false);
        }
    }

    private Publication PublicationOf(Event message)
    {
        string key = _key.KeyOf(message);
        _body.Clear();
        _text.Write(message, _body);
        if (_body.Length > _server!.LargestMessage)
            throw new RefusedException($"The event has {_body.Length} bytes as a message, more than the {_server.LargestMessage} that the server takes.");
        var properties = new BasicProperties
        {
            ContentType = _options.ContentType,
            DeliveryMode = (DeliveryModes)_options.DeliveryMode,
            MessageId = MessageHash.ComputeText(message, HashFilter.All)[..IdLength].ToLowerInvariant(),
        };
        return new Publication(key, properties, _body.ToArray(), message);
    }
}

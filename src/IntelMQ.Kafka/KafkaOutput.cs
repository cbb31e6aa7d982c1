using Confluent.Kafka;
using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Kafka;

/// <summary>
/// Sends events to a topic of Kafka, as JSON. A batch is stored when all brokers that keep copies have it; what has arrived is not sent again
/// when the rest of its batch fails.
/// </summary>
/// <remarks>IntelMQ has no such bot. Tested with the official client against its own mock cluster, not against a server.</remarks>
[Bot("intelmq.bots.outputs.kafka.output", BotKind.Output, Summary = "Sends events to a topic of Kafka.")]
public sealed partial class KafkaOutput : Output
{
    private readonly KafkaOutputOptions _options;
    private readonly EventText _text;
    private readonly SentEvents _sent = new();
    private readonly Utf8Buffer _buffer = new();
    private IProducer<byte[]?, byte[]>? _producer;

    /// <inheritdoc cref="KafkaOutput(KafkaOutputOptions)"/>
    public KafkaOutput(KafkaOutputOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        MessageFormat format = MessageFormat.Flat;
        if (options.MessageHierarchical)
            format |= MessageFormat.Hierarchical;
        if (options.MessageWithType)
            format |= MessageFormat.WithType;
        if (!options.KeepRawField)
            format |= MessageFormat.WithoutRaw;
        _text = new EventText(new EventTextFormat(format) { Document = services.FormatOf(options.Format, Module) });
    }

    /// <summary>Makes ready; connects in the background.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var config = new ProducerConfig
        {
            // In order, and not twice because of a connection that broke.
            EnableIdempotence = true,
            MessageTimeoutMs = (int)_options.DeliveryTimeout.TotalMilliseconds,
            LingerMs = 5,
        };
        _options.Connection.Apply(config);
        try
        {
            _producer = new ProducerBuilder<byte[]?, byte[]>(config).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        }
        catch (Exception exception) when (exception is KafkaException or InvalidOperationException or ArgumentException)
        {
            throw new BotConfigurationException(Module, [exception.Message]);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        IProducer<byte[]?, byte[]> producer = _producer ?? throw new InvalidOperationException("The bot is not started.");
        List<Event> left = _sent.Left(batch);
        Task[] sends = [.. left.Select(message => SendAsync(producer, message, cancellationToken))];
        Error? refusal = null;
        for (int i = 0; i < sends.Length; i++)
        {
            try
            {
                await sends[i].ConfigureAwait(false);
                _sent.Note(left[i]);
            }
            catch (KafkaException exception)
            {
                if (refusal is null || IsOfEvent(refusal))
                    refusal = exception.Error;
            }
        }

        if (refusal is not null)
        {
            string message = $"Kafka does not take the event: {refusal.Reason.TrimEnd('.')}.";
            throw IsOfEvent(refusal) ? new RefusedException(message) : new KafkaServiceException(message, null);
        }

        _sent.Forget(batch);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _producer?.Dispose();
        _producer = null;
        await base.DisposeAsync().ConfigureAwait(false);
    }

    // Asynchronous, so that what the client refuses at once is told like what the brokers refuse.
    private async Task SendAsync(IProducer<byte[]?, byte[]> producer, Event message, CancellationToken cancellationToken)
    {
        _buffer.Clear();
        _text.Write(message, _buffer);
        byte[]? key = _options.KeyField is { } field && message[field] is { IsMissing: false } value ? value.Utf8.ToArray() : null;
        await producer.ProduceAsync(_options.Topic, new Message<byte[]?, byte[]> { Key = key, Value = _buffer.ToArray() }, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsOfEvent(Error error) => error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidMsg or ErrorCode.InvalidMsgSize or ErrorCode.InvalidRecord;
}

using IntelMQ.Bots;

namespace IntelMQ.RabbitMq.Amqp;

/// <summary>Parameters of <see cref="AmqpTopicOutput"/>.</summary>
public sealed partial class AmqpTopicOutputOptions : ExportOptions
{
    /// <summary><c>exchange_name</c>: the exchange, which is declared at the start; empty for the default one, whose routing keys are names of queues.</summary>
    public string? ExchangeName { get; set; }

    /// <summary><c>exchange_type</c>: <c>topic</c> (the default), <c>direct</c>, <c>fanout</c>, <c>headers</c>, or another that the server has.</summary>
    [Required("name the type of the exchange")]
    public string ExchangeType { get; set; } = "topic";

    /// <summary><c>exchange_durable</c>: declare the exchange as one that outlives the server; on by default.</summary>
    public bool ExchangeDurable { get; set; } = true;

    /// <summary><c>routing_key</c>: the routing key of the messages, at most 255 bytes.</summary>
    public string? RoutingKey { get; set; }

    /// <summary>
    /// <c>format_routing_key</c>: fields stand in the routing key as <c>{ev[source.ip]}</c>; off by default. An event without such a field is
    /// refused.
    /// </summary>
    public bool FormatRoutingKey { get; set; }

    /// <summary><c>content_type</c>: the messages' content type.</summary>
    public string ContentType { get; set; } = "application/json";

    /// <summary><c>delivery_mode</c>: whether a queue keeps the messages over a restart of the server: 2 for yes (the default), 1 for no.</summary>
    [Range(1, 2)]
    public int DeliveryMode { get; set; } = 2;

    /// <summary><c>require_confirmation</c>: a message that no queue takes is an error; on by default. The server's confirmation is waited for in any case.</summary>
    public bool RequireConfirmation { get; set; } = true;

    /// <summary>The server.</summary>
    public AmqpConnectionOptions Connection { get; } = new();

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        base.Validate(complaints);
        if (ExchangeName is null)
            complaints.Add("exchange_name is missing: name the exchange; an empty text stands for the default one.");
        if (RoutingKey is null)
            complaints.Add("routing_key is missing: give the routing key.");
        else if (RoutingKeyTemplate.Parse(RoutingKey, FormatRoutingKey, out string? complaint) is null)
            complaints.Add($"routing_key cannot be '{RoutingKey}': {complaint}.");
    }
}

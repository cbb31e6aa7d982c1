using IntelMQ.Bots;

namespace IntelMQ.RabbitMq.Amqp;

/// <summary>Parameters of <see cref="AmqpCollector"/>.</summary>
public sealed partial class AmqpCollectorOptions : CollectorOptions
{
    /// <summary><c>queue_name</c>: the queue to receive from. It has to be there.</summary>
    [Required("name the queue")]
    public string? QueueName { get; set; }

    /// <summary>
    /// <c>expect_intelmq_message</c>: the messages are IntelMQ's own. A report is handed on as it is; an event becomes a report whose
    /// <c>raw</c> is its JSON, which the parser <c>intelmq.bots.parsers.json.parser</c> makes the event of again. Off by default.
    /// </summary>
    public bool ExpectIntelmqMessage { get; set; }

    /// <summary><c>prefetch</c>: how many messages the server hands over before the first is stored. The parameter is this project's own.</summary>
    [Range(1, 65535)]
    public int Prefetch { get; set; } = 100;

    /// <summary>
    /// <c>reconnect</c>: connect again when the connection breaks; on by default. Off, the turn ends with it. The parameter is this project's
    /// own.
    /// </summary>
    public bool Reconnect { get; set; } = true;

    /// <summary><c>reconnect_delay</c>: the pause before that; doubled with each attempt in vain, up to five minutes. The parameter is this project's own.</summary>
    [Range(0, 300)]
    [Unit("seconds")]
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary><c>exchange_name</c>: an exchange to declare when the connection is made; none by default.</summary>
    public string? ExchangeName { get; set; }

    /// <summary><c>exchange_type</c>: the type of that exchange; <c>topic</c> by default.</summary>
    public string ExchangeType { get; set; } = "topic";

    /// <summary><c>exchange_durable</c>: declare that exchange as one that outlives the server; on by default.</summary>
    public bool ExchangeDurable { get; set; } = true;

    /// <summary>The server.</summary>
    public AmqpConnectionOptions Connection { get; } = new();

    /// <summary>What IntelMQ's bot takes over from its output and does not use.</summary>
    public AmqpUnusedOptions Unused { get; } = new();
}

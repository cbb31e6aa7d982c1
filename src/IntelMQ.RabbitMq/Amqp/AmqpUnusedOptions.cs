using IntelMQ.Bots;

namespace IntelMQ.RabbitMq.Amqp;

/// <summary>Parameters that IntelMQ's AMQP collector accepts, since its output has them, and that do nothing.</summary>
public sealed partial class AmqpUnusedOptions : OptionsPart
{
    /// <summary><c>content_type</c>: accepted, without effect.</summary>
    public PlainValue ContentType { get; set; } = "application/json";

    /// <summary><c>delivery_mode</c>: accepted, without effect.</summary>
    public PlainValue DeliveryMode { get; set; } = 2;

    /// <summary><c>format_routing_key</c>: accepted, without effect.</summary>
    public PlainValue FormatRoutingKey { get; set; } = false;

    /// <summary><c>keep_raw_field</c>: accepted, without effect.</summary>
    public PlainValue KeepRawField { get; set; } = false;

    /// <summary><c>message_hierarchical_output</c>: accepted, without effect.</summary>
    public PlainValue MessageHierarchicalOutput { get; set; } = false;

    /// <summary><c>message_jsondict_as_string</c>: accepted, without effect.</summary>
    public PlainValue MessageJsondictAsString { get; set; } = false;

    /// <summary><c>message_with_type</c>: accepted, without effect.</summary>
    public PlainValue MessageWithType { get; set; } = false;

    /// <summary><c>require_confirmation</c>: accepted, without effect.</summary>
    public PlainValue RequireConfirmation { get; set; } = true;

    /// <summary><c>routing_key</c>: accepted, without effect.</summary>
    public PlainValue? RoutingKey { get; set; }

    /// <summary><c>single_key</c>: accepted, without effect.</summary>
    public PlainValue SingleKey { get; set; } = false;
}

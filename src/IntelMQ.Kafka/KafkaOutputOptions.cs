using IntelMQ.Bots;

namespace IntelMQ.Kafka;

/// <summary>Parameters of <see cref="KafkaOutput"/>.</summary>
public sealed partial class KafkaOutputOptions : BotOptions
{
    /// <summary><c>topic</c>: the topic.</summary>
    [Required("name the topic")]
    public string? Topic { get; set; }

    /// <summary><c>key_field</c>: the field whose value is the message's key: equal keys stay in order, in one partition. <see langword="null"/> for none.</summary>
    public string? KeyField { get; set; }

    /// <summary><c>keep_raw_field</c>: keep <c>raw</c> in what is sent; off by default.</summary>
    public bool KeepRawField { get; set; }

    /// <summary><c>message_hierarchical</c>: objects within objects, split at the dots of the names; off by default.</summary>
    public bool MessageHierarchical { get; set; }

    /// <summary><c>message_with_type</c>: with the member <c>__type</c>; off by default.</summary>
    public bool MessageWithType { get; set; }

    /// <summary>
    /// <c>format</c>: send events in a format of other programs, such as <c>ecs</c> or <c>stix</c>; see <see cref="BotServices.Formats"/>. The
    /// parameter is this project's own.
    /// </summary>
    public string? Format { get; set; }

    /// <summary><c>delivery_timeout</c>: the seconds after which a message that the cluster has not taken has failed.</summary>
    [Range(1, 86400)]
    [Unit("seconds")]
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How the cluster is reached.</summary>
    public KafkaConnectionOptions Connection { get; } = new();
}

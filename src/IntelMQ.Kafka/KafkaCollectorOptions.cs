using IntelMQ.Bots;

namespace IntelMQ.Kafka;

/// <summary>Parameters of <see cref="KafkaCollector"/>.</summary>
public sealed partial class KafkaCollectorOptions : CollectorOptions
{
    /// <summary><c>topic</c>: the topic, or several.</summary>
    [Required("name a topic")]
    public TextList Topic { get; set; } = [];

    /// <summary>
    /// <c>group_id</c>: the group whose place in the topics the cluster remembers; <c>intelmq</c> by default. IntelMQ uses the bot's id: give
    /// that, to go on where it stopped. This project's own.
    /// </summary>
    [Required("name the group")]
    public string GroupId { get; set; } = "intelmq";

    /// <summary>How the cluster is reached.</summary>
    public KafkaConnectionOptions Connection { get; } = new();
}

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

    /// <summary>
    /// <c>session_timeout</c>: how long the cluster takes a member of the group that says nothing for alive; after a kill the topics are read
    /// again when that time is over. Clusters allow 6 seconds and more, unless they are told otherwise. This project's own.
    /// </summary>
    [Range(1, 1800)]
    [Unit("seconds")]
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How the cluster is reached.</summary>
    public KafkaConnectionOptions Connection { get; } = new();
}

using IntelMQ.Bots;

namespace IntelMQ.Kafka;

/// <summary>The bots of this package.</summary>
[BotList]
public static partial class KafkaBots;

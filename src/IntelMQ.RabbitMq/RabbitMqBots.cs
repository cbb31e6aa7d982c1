using IntelMQ.Bots;

namespace IntelMQ.RabbitMq;

/// <summary>The bots of this package.</summary>
[BotList]
public static partial class RabbitMqBots;

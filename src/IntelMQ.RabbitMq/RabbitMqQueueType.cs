namespace IntelMQ.RabbitMq;

/// <summary>How a <see cref="RabbitMqBroker"/> declares its queues. A queue cannot be changed from one to the other.</summary>
public enum RabbitMqQueueType
{
    /// <summary>As IntelMQ declares them: durable, lazy. Bots in Python can use them, too.</summary>
    Classic,

    /// <summary>
    /// Replicated over the nodes of a cluster. IntelMQ's own declaration fails on such a queue, so bots in Python reach them only by a named
    /// exchange.
    /// </summary>
    Quorum,
}

namespace IntelMQ.Pipelines;

/// <summary>Messages for one queue, in their order.</summary>
/// <param name="queue">The queue.</param>
public sealed class OutgoingBatch(QueueName queue)
{
    /// <summary>The queue.</summary>
    public QueueName Queue { get; } = queue;

    /// <summary>The messages.</summary>
    public IList<Outgoing> Messages => List;

    internal List<Outgoing> List { get; } = [];
}

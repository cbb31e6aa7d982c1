namespace IntelMQ.Pipelines;

/// <summary>
/// Knows who may still send to which queue, so that a queue is complete when the last of them has ended. Used under its owner's lock.
/// </summary>
internal sealed class SenderLedger
{
    private readonly Dictionary<object, HashSet<QueueName>> _senders = new(ReferenceEqualityComparer.Instance);

    public void Set(object sender, IEnumerable<QueueName> queues) => _senders[sender] = [.. queues];

    /// <summary>A sender has ended.</summary>
    /// <returns>The queues to which nobody sends any more.</returns>
    public IReadOnlyList<QueueName> Remove(object sender)
        => _senders.Remove(sender, out HashSet<QueueName>? queues) ? [.. queues.Where(queue => !IsOpen(queue))] : [];

    public bool IsOpen(QueueName queue) => _senders.Values.Any(queues => queues.Contains(queue));
}

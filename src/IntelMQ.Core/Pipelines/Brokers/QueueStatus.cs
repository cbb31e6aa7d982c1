namespace IntelMQ.Pipelines;

/// <summary>How a queue stands.</summary>
/// <param name="Waiting">How many messages wait.</param>
/// <param name="InWork">How many were received and are not settled.</param>
/// <param name="OldestSince">
/// Since when the oldest message that waits does; <see langword="null"/> where none waits, or the broker does not know.
/// </param>
public readonly record struct QueueStatus(long Waiting, long InWork, DateTimeOffset? OldestSince)
{
    /// <summary>All messages that the queue holds.</summary>
    public long Count => Waiting + InWork;
}

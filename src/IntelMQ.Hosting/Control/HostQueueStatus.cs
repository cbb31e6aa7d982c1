namespace IntelMQ.Hosting.Control;

/// <summary>How a queue stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Waiting">How many messages wait.</param>
/// <param name="InWork">How many were received and are not settled; what IntelMQ keeps in the internal queue.</param>
/// <param name="OldestSince">Since when the oldest message that waits does; <see langword="null"/> where none waits, or nobody knows.</param>
public sealed record HostQueueStatus(string Name, long Waiting, long InWork, DateTimeOffset? OldestSince = null);

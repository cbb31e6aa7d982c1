namespace IntelMQ.Lookups;

/// <summary>Remembers for a time which messages were seen. Implementations are thread-safe.</summary>
/// <remarks>
/// A deduplicator asks for each message and stores the keys of many at once, when what it sent has been stored. Where several processes
/// share a cache, <see cref="AddIfAbsent"/> decides for each key in one step, so that its time to live begins when it was first seen.
/// </remarks>
public interface IDeduplicationCache
{
    /// <summary>Whether a key is kept and its time is not over.</summary>
    bool Contains(in DeduplicationKey key);

    /// <summary>Stores keys that are absent; a key that is kept already keeps its time to live.</summary>
    /// <param name="keys">The keys, the oldest first.</param>
    /// <param name="timeToLive">How long they are kept; <see cref="TimeSpan.Zero"/> for ever.</param>
    /// <returns>How many were absent.</returns>
    int AddIfAbsent(ReadOnlySpan<DeduplicationKey> keys, TimeSpan timeToLive);
}

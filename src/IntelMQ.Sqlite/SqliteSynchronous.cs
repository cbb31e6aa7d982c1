namespace IntelMQ.Sqlite;

/// <summary>What a commit waits for: SQLite's <c>synchronous</c>, with a write-ahead log.</summary>
public enum SqliteSynchronous
{
    /// <summary>The disk has every commit when it returns: it outlives a kill and a power failure.</summary>
    Full,

    /// <summary>
    /// The operating system has every commit when it returns: it outlives a kill; a power failure may take the last seconds back, as a whole
    /// and in order, and with them reports whose sources are put away already.
    /// </summary>
    Normal,
}

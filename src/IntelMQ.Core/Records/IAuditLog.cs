namespace IntelMQ.Records;

/// <summary>Who did what. Entries are added and never changed, but for values that have to be erased.</summary>
public interface IAuditLog
{
    /// <summary>What stands in place of an erased value.</summary>
    const string Erased = "[erased]";

    /// <summary>Adds an entry.</summary>
    /// <returns>The entry with its number and time.</returns>
    /// <exception cref="IOException">It cannot be stored: then what it tells of must not be done.</exception>
    ValueTask<AuditEntry> AddAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Reads entries, the newest first.</summary>
    ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(AuditFilter filter, CancellationToken cancellationToken);

    /// <summary>Erases what was before and after, and notes, where they hold a text: the fact stays.</summary>
    /// <param name="text">The text, compared to the letter.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>In how many entries.</returns>
    ValueTask<int> EraseAsync(string text, CancellationToken cancellationToken);

    /// <summary>Forgets entries older than a time.</summary>
    /// <returns>How many.</returns>
    ValueTask<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

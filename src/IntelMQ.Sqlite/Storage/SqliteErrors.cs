using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Storage;

/// <summary>Says in the broker's words what SQLite reports.</summary>
internal static class SqliteErrors
{
    // SQLite's primary result codes.
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int TooBig = 18;
    private const int NotADatabase = 26;

    /// <summary>The exception that the contract knows for one of SQLite's.</summary>
    public static Exception Translate(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        Full => new IOException($"The disk of '{path}' is full: nothing was stored. Make room; the work is tried again.", exception),
        ReadOnly => new IOException($"The file '{path}' cannot be written: it, its folder or its file system is read-only.", exception),
        CannotOpen => new IOException($"The file '{path}' cannot be opened: check that its folder exists and may be written.", exception),
        Corrupt => new InvalidDataException($"The file '{path}' is damaged: {exception.Message} Restore it from a backup, or move it away to begin with an empty one.", exception),
        NotADatabase => new InvalidDataException($"The file '{path}' is no SQLite database.", exception),
        TooBig => new InvalidOperationException("A message is larger than a database can keep (1,000,000,000 bytes); have the collector cut its reports (chunk_size).", exception),
        _ => new IOException($"The file '{path}' cannot be used: {exception.Message}", exception),
    };
}

using IntelMQ.Schemas;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Sqlite;

/// <summary>Where a <see cref="SqliteBroker"/> keeps its queues, and what it promises.</summary>
public sealed class SqliteBrokerOptions
{
    /// <summary>The file; made where it is missing, with its folder. SQLite keeps two more beside it (<c>-wal</c>, <c>-shm</c>), the broker a <c>.lock</c>.</summary>
    public string Path { get; set; } = "";

    /// <summary>What a commit waits for.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>
    /// The bytes that the file may have, its log apart; <see langword="null"/> for as many as the disk has. Where they are used up, commits
    /// that make it larger fail, and are tried again as on a full disk.
    /// </summary>
    public long? MaxBytes { get; set; }

    /// <summary>The schema of the messages.</summary>
    public Schema Schema { get; set; } = Schema.Default;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Where the broker logs.</summary>
    public ILoggerFactory Logs { get; set => field = PrintableLogs.Over(value); } = NullLoggerFactory.Instance;

    internal void ThrowIfInvalid()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Path);
        if (!Enum.IsDefined(Synchronous))
            throw new ArgumentException($"{nameof(Synchronous)} is {Synchronous}, but must be Full or Normal.");
        if (MaxBytes is { } bytes)
            ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1 << 20, nameof(MaxBytes));
    }
}

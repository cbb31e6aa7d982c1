using IntelMQ.Records;
using IntelMQ.Sqlite.Storage;
using Microsoft.Data.Sqlite;
using static IntelMQ.Sqlite.Records.SqliteRecords;

namespace IntelMQ.Sqlite.Records;

/// <summary>The audit log in the broker's file.</summary>
internal sealed class SqliteAuditLog(SqliteBroker broker) : IAuditLog
{
    public ValueTask<AuditEntry> AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        AuditEntry added = entry with { Time = broker.Time.GetUtcNow() };
        return WriteAsync(
            broker,
            statements => added with
            {
                Number = Query(
                    statements.Connection,
                    statements.Transaction,
                    "INSERT INTO audit (time, who, action, target, before, after, note) VALUES ($a, $b, $c, $d, $e, $f, $g) RETURNING number",
                    static row => row.GetInt64(0),
                    TimeOf(added.Time),
                    added.Who,
                    added.Action,
                    added.Target,
                    added.Before,
                    added.After,
                    added.Note)[0],
            },
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new(Read(
            broker,
            """
            SELECT number, time, who, action, target, before, after, note FROM audit
            WHERE ($a IS NULL OR who = $a) AND ($b IS NULL OR action = $b) AND ($c IS NULL OR target = $c)
                AND ($d IS NULL OR time >= $d) AND ($e IS NULL OR time < $e) AND ($f IS NULL OR number < $f)
            ORDER BY number DESC LIMIT $g
            """,
            EntryOf,
            filter.Who,
            filter.Action,
            filter.Target,
            TimeOf(filter.From),
            TimeOf(filter.Until),
            filter.Below,
            Math.Clamp(filter.Count, 1, 1000)));
    }

    public ValueTask<int> EraseAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return WriteAsync(
            broker,
            statements => statements.Run(
                """
                UPDATE audit SET before = CASE WHEN instr(before, $a) > 0 THEN $b ELSE before END, after = CASE WHEN instr(after, $a) > 0 THEN $b ELSE after END,
                    note = CASE WHEN instr(note, $a) > 0 THEN $b ELSE note END
                WHERE instr(before, $a) > 0 OR instr(after, $a) > 0 OR instr(note, $a) > 0
                """,
                text,
                IAuditLog.Erased),
            cancellationToken);
    }

    public ValueTask<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken)
        => WriteAsync(broker, statements => statements.Run("DELETE FROM audit WHERE time < $a", TimeOf(before)), cancellationToken);

    private static AuditEntry EntryOf(SqliteDataReader row) => new(row.GetString(2), row.GetString(3), row.GetString(4))
    {
        Number = row.GetInt64(0),
        Time = TimeAt(row, 1),
        Before = MaybeTextAt(row, 5),
        After = MaybeTextAt(row, 6),
        Note = MaybeTextAt(row, 7),
    };
}

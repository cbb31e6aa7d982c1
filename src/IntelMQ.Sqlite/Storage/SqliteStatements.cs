using System.Runtime.InteropServices;
using IntelMQ.Sqlite.Queues;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Storage;

/// <summary>The prepared statements of the writer's connection.</summary>
internal sealed class SqliteStatements : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<SqliteCommand> _commands = [];
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _deleteRange;
    private readonly SqliteCommand _setProgress;
    private readonly SqliteCommand _deleteProgress;
    private readonly SqliteCommand _deleteAttempt;
    private readonly SqliteCommand _setWaiting;
    private readonly SqliteCommand _insertFailure;
    private readonly SqliteCommand _setEntry;
    private readonly SqliteCommand _deleteEntry;
    private readonly SqliteCommand _insertKeys;

    public SqliteStatements(SqliteConnection connection)
    {
        _connection = connection;
        _insert = new SqliteStatement(connection, "INSERT INTO message (id, payload, envelope) VALUES (?1, ?2, ?3)");
        _deleteRange = new SqliteStatement(connection, "DELETE FROM message WHERE id BETWEEN ?1 AND ?2");
        _setProgress = Prepare("INSERT INTO progress (id, position) VALUES ($a, $b) ON CONFLICT (id) DO UPDATE SET position = excluded.position", 2);
        _deleteProgress = Prepare("DELETE FROM progress WHERE id BETWEEN $a AND $b", 2);
        _deleteAttempt = Prepare("DELETE FROM attempt WHERE id BETWEEN $a AND $b", 2);
        _setWaiting = Prepare("UPDATE queue SET waiting = $a WHERE number = $b", 2);
        _insertFailure = Prepare("INSERT INTO failure (time, line) VALUES ($a, $b)", 2);
        _setEntry = Prepare("INSERT INTO entry (space, key, value, expires) VALUES ($a, $b, $c, $d) ON CONFLICT (space, key) DO UPDATE SET value = excluded.value, expires = excluded.expires", 4);
        _deleteEntry = Prepare("DELETE FROM entry WHERE space = $a AND key = $b", 2);
        _insertKeys = Prepare("INSERT INTO keys (space, last_expiry, digests) VALUES ($a, $b, $c)", 3);
    }

    public SqliteConnection Connection => _connection;

    public void InsertMessage(long id, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> envelope)
    {
        _insert.Bind(1, id);
        _insert.Bind(2, payload);
        _insert.Bind(3, envelope);
        _insert.Run();
    }

    public void DeleteMessages(long first, long last, bool withProgress, bool withAttempts)
    {
        _deleteRange.Bind(1, first);
        _deleteRange.Bind(2, last);
        _deleteRange.Run();
        if (withProgress)
            Run(_deleteProgress, first, last);
        if (withAttempts)
            Run(_deleteAttempt, first, last);
    }

    public void SetProgress(long id, long position) => Run(_setProgress, id, position);

    public void SetWaiting(SqliteQueue queue) => Run(_setWaiting, queue.Count, queue.Number);

    public void InsertFailure(long time, byte[] line) => Run(_insertFailure, time, line);

    public void SetEntry(long space, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> value, long? expires) => Run(_setEntry, space, ArrayOf(key), ArrayOf(value), (object?)expires ?? DBNull.Value);

    public void DeleteEntry(long space, ReadOnlyMemory<byte> key) => Run(_deleteEntry, space, ArrayOf(key));

    public void InsertKeys(long space, long lastExpiry, byte[] digests) => Run(_insertKeys, space, lastExpiry, digests);

    /// <summary>A statement that is used now and then.</summary>
    public int Run(string sql, params ReadOnlySpan<object> values)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.Transaction = Transaction;
#pragma warning disable CA2100 // All texts are this package's own; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue(NameOf(i), values[i]);
        return command.ExecuteNonQuery();
    }

    /// <summary>The transaction that all statements run in.</summary>
    public SqliteTransaction? Transaction { get; private set; }

    public void Begin() => Transaction = _connection.BeginTransaction(deferred: false);

    public void Commit()
    {
        Transaction!.Commit();
        EndTransaction();
    }

    public void RollBack()
    {
        try
        {
            Transaction?.Rollback();
        }
        catch (SqliteException)
        {
            // A full disk ends the transaction by itself.
        }

        EndTransaction();
    }

    public void Dispose()
    {
        Transaction?.Dispose();
        _insert.Dispose();
        _deleteRange.Dispose();
        foreach (SqliteCommand command in _commands)
            command.Dispose();
    }

    private void EndTransaction()
    {
        Transaction?.Dispose();
        Transaction = null;
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // As above.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < parameters; i++)
            command.Parameters.Add(new SqliteParameter(NameOf(i), null));
        _commands.Add(command);
        return command;
    }

    private int Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        command.Transaction = Transaction;
        for (int i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command.ExecuteNonQuery();
    }

    private static string NameOf(int index) => $"${(char)('a' + index)}";

    private static byte[] ArrayOf(ReadOnlyMemory<byte> bytes)
        => MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : bytes.ToArray();
}

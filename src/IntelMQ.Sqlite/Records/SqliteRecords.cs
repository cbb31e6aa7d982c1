using System.Globalization;
using IntelMQ.Jobs;
using IntelMQ.Records;
using IntelMQ.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Records;

/// <summary>Records in the broker's file. What is written is written by its one writer, so whatever is asked and changed together is one step.</summary>
internal sealed class SqliteRecords(SqliteBroker broker) : IRecords
{
    /// <summary>The tables.</summary>
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS job (id TEXT PRIMARY KEY, kind TEXT NOT NULL, owner TEXT NOT NULL, state INTEGER NOT NULL, created INTEGER NOT NULL,
            arguments TEXT NOT NULL, cursor BLOB NOT NULL, done INTEGER NOT NULL, total INTEGER, note TEXT NOT NULL, result TEXT, demand INTEGER NOT NULL,
            attempt INTEGER NOT NULL, due INTEGER NOT NULL, worker TEXT, lease_end INTEGER, ended INTEGER) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS job_by_state ON job (state, due);
        CREATE INDEX IF NOT EXISTS job_by_time ON job (created, id);
        CREATE TABLE IF NOT EXISTS audit (number INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL,
            before TEXT, after TEXT, note TEXT);
        CREATE TABLE IF NOT EXISTS definition (pipeline TEXT NOT NULL, number INTEGER NOT NULL, time INTEGER NOT NULL, who TEXT NOT NULL, note TEXT NOT NULL, json BLOB NOT NULL,
            PRIMARY KEY (pipeline, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS user (name TEXT PRIMARY KEY, role TEXT NOT NULL, version INTEGER NOT NULL, password TEXT, disabled INTEGER NOT NULL, failed INTEGER NOT NULL,
            locked INTEGER, preferences TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS token (id TEXT PRIMARY KEY, owner TEXT NOT NULL, role TEXT NOT NULL, expires INTEGER NOT NULL, label TEXT NOT NULL, created INTEGER NOT NULL,
            hash BLOB NOT NULL UNIQUE) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS metric (minute INTEGER NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, value REAL NOT NULL, PRIMARY KEY (name, minute, key)) WITHOUT ROWID;
        """;

    public bool IsDurable => true;

    public IJobs Jobs { get; } = new SqliteJobs(broker);

    public IAuditLog Audit { get; } = new SqliteAuditLog(broker);

    public IDefinitionHistory Definitions { get; } = new SqliteDefinitionHistory(broker);

    public IUserStore Users { get; } = new SqliteUserStore(broker);

    public IMetricHistory Metrics { get; } = new SqliteMetricHistory(broker);

    /// <summary>Nothing: the file is the broker's.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs work in the writer's transaction.</summary>
    public static async ValueTask<T> WriteAsync<T>(SqliteBroker broker, Func<SqliteStatements, T> work, CancellationToken cancellationToken)
    {
        T result = default!;
        await broker.Writer.StoreAsync(new SqliteRequest { Other = statements => result = work(statements) }, cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Reads rows over a connection of its own.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static List<T> Read<T>(SqliteBroker broker, string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        try
        {
            using SqliteConnection connection = broker.Connect();
            return Query(connection, null, sql, row, values);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, broker.Path);
        }
    }

    /// <summary>Reads rows.</summary>
    public static List<T> Query<T>(SqliteConnection connection, SqliteTransaction? transaction, string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // All texts are this package's own; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${(char)('a' + i)}"), values[i] ?? DBNull.Value);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    /// <summary>A time as it is stored: milliseconds since 1970.</summary>
    public static long TimeOf(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>A time as it is stored, or null.</summary>
    public static object TimeOf(DateTimeOffset? time) => time is { } known ? known.ToUnixTimeMilliseconds() : DBNull.Value;

    /// <summary>A stored time.</summary>
    public static DateTimeOffset TimeAt(SqliteDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    /// <summary>A stored time, or null.</summary>
    public static DateTimeOffset? MaybeTimeAt(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : TimeAt(row, column);

    /// <summary>A stored text, or null.</summary>
    public static string? MaybeTextAt(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

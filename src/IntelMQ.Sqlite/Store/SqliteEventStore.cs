using System.Data.Common;
using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Sqlite.Tables;
using IntelMQ.Store;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Store;

/// <summary>An event store in one file, over IntelMQ's table of events.</summary>
/// <example><code>await using var store = new SqliteEventStore(new SqlStoreSettings { ConnectionString = "Data Source=events.db" });
/// await store.MigrateAsync(default);
/// await store.AppendAsync(new EventBatch([new Event { ["source.ip"] = "192.0.2.7" }]), default);</code></example>
public sealed class SqliteEventStore(SqlStoreSettings settings) : SqlEventStore(SqlEngine.Sqlite, settings)
{
    private readonly EventInserts _inserts = new(settings.Table, settings.CommandTimeout);

    /// <inheritdoc/>
    protected override async ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(Settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override Exception Explain(DbException exception) => SqliteEventTable.IsRefusal(exception)
        ? new RefusedException($"The database refuses the event: {exception.Message.TrimEnd('.')}.", exception)
        : new DatabaseServiceException($"The database gives no service: {exception.Message.TrimEnd('.')}.", exception);

    /// <inheritdoc/>
    protected override void Offer(DbConnection connection, Func<long, string, bool> isFulfilled)
        => ((SqliteConnection)connection).CreateFunction<long, string, bool>(ConditionFunction, isFulfilled);

    /// <inheritdoc/>
    protected override CancellationTokenRegistration Watch(DbConnection connection, CancellationToken cancellationToken)
        => cancellationToken.UnsafeRegister(static handle => SQLitePCL.raw.sqlite3_interrupt((SQLitePCL.sqlite3)handle!), ((SqliteConnection)connection).Handle);

    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<string, string>> ColumnsAsync(DbConnection connection, string table, CancellationToken cancellationToken)
    {
        SqliteCommand command = ((SqliteConnection)connection).CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = "SELECT name, type FROM pragma_table_info($table)";
            command.Parameters.AddWithValue("$table", table);
            var columns = new Dictionary<string, string>(StringComparer.Ordinal);
            SqliteDataReader row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
                    columns[row.GetString(0)] = row.GetString(1);
            }

            return columns;
        }
    }

    /// <inheritdoc/>
    protected override Task LockAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
        // The driver begins its transactions as writers.
        => Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task<long> InsertAsync(IReadOnlyList<Event> events, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
        => _inserts.RunAsync(events, (SqliteConnection)connection, (SqliteTransaction)transaction, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask CloseAsync()
    {
        using var connection = new SqliteConnection(Settings.ConnectionString);
        SqliteConnection.ClearPool(connection);
        return default;
    }
}

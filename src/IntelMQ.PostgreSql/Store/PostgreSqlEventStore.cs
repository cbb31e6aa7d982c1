using System.Data.Common;
using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.PostgreSql.Tables;
using IntelMQ.Store;
using Npgsql;

namespace IntelMQ.PostgreSql.Store;

/// <summary>An event store in PostgreSQL, over IntelMQ's table of events; events are written by COPY.</summary>
/// <example><code>await using var store = new PostgreSqlEventStore(new SqlStoreSettings { ConnectionString = "Host=localhost;Database=intelmq-events;Username=intelmq" });
/// await store.MigrateAsync(default);
/// await store.AppendAsync(new EventBatch([new Event { ["source.ip"] = "192.0.2.7" }]), default);</code></example>
public sealed class PostgreSqlEventStore : SqlEventStore
{
    private readonly NpgsqlDataSource _source;
    private readonly EventCopy _copy;
    private readonly string _lock;

    /// <summary>Gets the store ready; connects to nothing yet.</summary>
    /// <param name="settings">Where it is.</param>
    public PostgreSqlEventStore(SqlStoreSettings settings)
        : base(SqlEngine.PostgreSql, settings)
    {
        _source = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString).EnableTransportSecurity().Build();
        _copy = new EventCopy(settings);
        _lock = "intelmq_store " + settings.Table;
    }

    /// <inheritdoc/>
    protected override async ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken)
        => await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override Exception Explain(DbException exception)
    {
        if (exception is not NpgsqlException error)
            return new DatabaseServiceException($"The database gives no service: {exception?.Message.TrimEnd('.')}.", exception);
        _copy.Forget();
        return PostgreSqlErrors.Of(error);
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<string, string>> ColumnsAsync(DbConnection connection, string table, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(
            "SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped",
            (NpgsqlConnection)connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = SqlText.QuotedTable(SqlEngine.PostgreSql, table) } },
        };
        await using (command.ConfigureAwait(false))
        {
            var columns = new Dictionary<string, string>(StringComparer.Ordinal);
            NpgsqlDataReader row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
                    columns[row.GetString(0)] = row.GetString(1);
            }

            return columns;
        }
    }

    /// <inheritdoc/>
    protected override async Task LockAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", (NpgsqlConnection)connection)
        {
            CommandTimeout = (int)Math.Ceiling(Settings.CommandTimeout.TotalSeconds),
            Parameters = { new NpgsqlParameter<string> { TypedValue = _lock } },
        };
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task SettleAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        // Numbers are given out before events can be seen, and not seen in their order: with this lock no writer is in between.
        var command = new NpgsqlCommand($"LOCK TABLE {SqlText.QuotedTable(SqlEngine.PostgreSql, Settings.Table)} IN SHARE MODE", (NpgsqlConnection)connection)
        {
            CommandTimeout = (int)Math.Ceiling(Settings.CommandTimeout.TotalSeconds),
        };
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override Task<long> InsertAsync(IReadOnlyList<Event> events, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
        => _copy.RunAsync(events, (NpgsqlConnection)connection, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask CloseAsync() => _source.DisposeAsync();
}

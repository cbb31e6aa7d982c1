using System.Data.Common;
using IntelMQ.Bots;
using IntelMQ.Sqlite.Store;
using IntelMQ.Sqlite.Tables;
using IntelMQ.Store;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite;

/// <summary>
/// The driver of SQLite for bots: <c>BotServices.Databases["sqlite"]</c>. Microsoft.Data.Sqlite's, and beyond it the knowledge which errors
/// are an event's and which the file's.
/// </summary>
public sealed class SqliteDriver : DbProviderFactory, IEventTableDriver, IEventStoreDriver
{
    private SqliteDriver()
    {
    }

    /// <summary>The driver.</summary>
    public static SqliteDriver Instance { get; } = new();

    /// <inheritdoc/>
    public IEventTable Open(EventTableSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new SqliteEventTable(Instance, settings);
    }

    /// <inheritdoc/>
    public SqlEventStore OpenStore(SqlStoreSettings settings) => new SqliteEventStore(settings);

    /// <inheritdoc/>
    public override DbConnection CreateConnection() => SqliteFactory.Instance.CreateConnection();

    /// <inheritdoc/>
    public override DbCommand CreateCommand() => SqliteFactory.Instance.CreateCommand();

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => SqliteFactory.Instance.CreateParameter();

    /// <inheritdoc/>
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => SqliteFactory.Instance.CreateConnectionStringBuilder();
}

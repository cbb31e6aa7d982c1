using System.Data.Common;
using IntelMQ.Bots;
using IntelMQ.PostgreSql.Store;
using IntelMQ.PostgreSql.Tables;
using IntelMQ.Store;
using Npgsql;

namespace IntelMQ.PostgreSql;

/// <summary>
/// The driver of PostgreSQL for bots: <c>BotServices.Databases["postgresql"]</c>. Npgsql's, and beyond it the SQL output's way to store
/// events by COPY.
/// </summary>
public sealed class PostgreSqlDriver : DbProviderFactory, IEventTableDriver, IEventStoreDriver
{
    private PostgreSqlDriver()
    {
    }

    /// <summary>The driver.</summary>
    public static PostgreSqlDriver Instance { get; } = new();

    /// <inheritdoc/>
    public override bool CanCreateBatch => true;

    /// <inheritdoc/>
    public IEventTable Open(EventTableSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new PostgreSqlEventTable(settings);
    }

    /// <inheritdoc/>
    public SqlEventStore OpenStore(SqlStoreSettings settings) => new PostgreSqlEventStore(settings);

    /// <inheritdoc/>
    public override DbConnection CreateConnection() => NpgsqlFactory.Instance.CreateConnection();

    /// <inheritdoc/>
    public override DbCommand CreateCommand() => NpgsqlFactory.Instance.CreateCommand();

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => NpgsqlFactory.Instance.CreateParameter();

    /// <inheritdoc/>
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => NpgsqlFactory.Instance.CreateConnectionStringBuilder();

    /// <inheritdoc/>
    public override DbBatch CreateBatch() => NpgsqlFactory.Instance.CreateBatch();

    /// <inheritdoc/>
    public override DbBatchCommand CreateBatchCommand() => NpgsqlFactory.Instance.CreateBatchCommand();

    /// <inheritdoc/>
    public override DbDataSource CreateDataSource(string connectionString) => NpgsqlFactory.Instance.CreateDataSource(connectionString);
}

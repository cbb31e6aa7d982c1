using System.Data.Common;
using IntelMQ.Export;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Stores events in a table of PostgreSQL, SQLite, SQL Server or MySQL: a column for each field, and <c>extra</c> as JSON. A batch is one
/// transaction; of a batch that the table refuses, the host sends the halves, so that only what does not fit is kept as a failure.
/// </summary>
/// <remarks>
/// The driver comes from the host (<see cref="BotServices.Databases"/>): <c>["postgresql"] = PostgreSqlDriver.Instance</c> of the package
/// IntelMQ.PostgreSql, which writes by COPY, <c>["sqlite"] = SqliteDriver.Instance</c> of IntelMQ.Sqlite, for the others the ADO.NET
/// provider, such as <c>["mysql"] = MySqlConnectorFactory.Instance</c>. Tested against PostgreSQL 15 and SQLite; of SQL Server and MySQL the
/// statements, tables and connection strings are, with no server.
/// </remarks>
/// <example><code>var services = new BotServices { Databases = new Dictionary&lt;string, DbProviderFactory&gt; { ["sqlite"] = SqliteDriver.Instance } };
/// var output = new SqlOutput(new SqlOutputOptions { Engine = "sqlite", Database = "events.db", CreateTable = true }, services);</code></example>
[Bot("intelmq.bots.outputs.sql.output", BotKind.Output, Summary = "Stores events in a table of PostgreSQL, SQLite, SQL Server or MySQL.")]
public sealed partial class SqlOutput : Output
{
    private readonly SqlOutputOptions _options;
    private readonly SqlEngine _engine;
    private IEventTable? _table;
    private long _notBefore = long.MinValue;

    /// <inheritdoc cref="SqlOutput(SqlOutputOptions)"/>
    public SqlOutput(SqlOutputOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        SqlText.TryGetEngine(options.Engine, out _engine);
    }

    /// <inheritdoc/>
    /// <remarks>Connects once, and makes the table where it is to.</remarks>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        DbProviderFactory driver = Driver();
        var settings = new EventTableSettings
        {
            ConnectionString = SqlConnectionText.Of(_engine, _options),
            Table = _options.Table,
            Fields = _options.Fields,
            RawTable = _options.RawTable,
            LedgerTable = _options.LedgerTable,
            LedgerTime = _options.LedgerTime,
            CommandTimeout = _options.QueryTimeout,
            Time = Services.Time,
        };
        try
        {
            if (_options.CreateTable)
                await MakeTableAsync(driver, settings, cancellationToken).ConfigureAwait(false);
            _table = driver is IEventTableDriver own ? own.Open(settings) : new AdoEventTable(driver, _engine, settings);
            await _table.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or IOException or TimeoutException or System.Net.Sockets.SocketException or ArgumentException)
        {
            throw Refusal(exception.Message);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0)
            return;
        IEventTable table = _table ?? throw new InvalidOperationException("The bot is not started.");
        for (bool isSecond = false; ; isSecond = true)
        {
            await PauseAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await table.StoreAsync(batch, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (exception is not (RefusedException or OperationCanceledException))
            {
                _notBefore = Services.Time.GetTimestamp() + (long)(_options.ReconnectDelay.TotalSeconds * Services.Time.TimestampFrequency);
                if (isSecond || _options.FailOnErrors || exception is not DatabaseServiceException)
                    throw;
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_table is not null)
            await _table.DisposeAsync().ConfigureAwait(false);
        _table = null;
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task MakeTableAsync(DbProviderFactory driver, EventTableSettings settings, CancellationToken cancellationToken)
    {
        DbConnection connection = driver.CreateConnection()!;
        await using (connection.ConfigureAwait(false))
        {
            connection.ConnectionString = settings.ConnectionString;
            var table = new EventTableOptions
            {
                Schema = Services.Schema,
                Table = settings.Table,
                LargeNumbers = true,
                SeparateRaws = settings.RawTable is not null,
                RawTable = settings.RawTable ?? "raws",
                View = $"v_{settings.Table}",
            };
            await EventTableMigration.ApplyAsync(connection, _engine, table, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task PauseAsync(CancellationToken cancellationToken)
    {
        long left = _notBefore - Services.Time.GetTimestamp();
        return _options.ReconnectDelay == TimeSpan.Zero || left <= 0
            ? Task.CompletedTask
            : Task.Delay(TimeSpan.FromSeconds((double)left / Services.Time.TimestampFrequency), Services.Time, cancellationToken);
    }

    private DbProviderFactory Driver()
    {
        string name = _options.Engine!.ToLowerInvariant();
        Services.Databases.TryGetValue(name, out DbProviderFactory? driver);
        if (driver is not null && (_engine != SqlEngine.PostgreSql || driver is IEventTableDriver))
            return driver;
        throw Refusal(_engine switch
        {
            SqlEngine.PostgreSql => "the host hands in no driver that stores events in postgresql: reference the package IntelMQ.PostgreSql and set BotServices.Databases[\"postgresql\"] to PostgreSqlDriver.Instance.",
            SqlEngine.Sqlite => "the host hands in no driver for sqlite: reference the package IntelMQ.Sqlite and set BotServices.Databases[\"sqlite\"] to SqliteDriver.Instance.",
            SqlEngine.SqlServer => "the host hands in no driver for mssql: reference the package Microsoft.Data.SqlClient and set BotServices.Databases[\"mssql\"] to SqlClientFactory.Instance.",
            _ => "the host hands in no driver for mysql: reference the package MySqlConnector and set BotServices.Databases[\"mysql\"] to MySqlConnectorFactory.Instance.",
        });
    }

    private BotConfigurationException Refusal(string complaint) => new(Module, [complaint]);
}

using System.Data.Common;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Store;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Keeps events in an event store: IntelMQ's table, with the store's own tables beside it, so that an event that is delivered again after a
/// failure is stored once, and that its report is known. A batch is one transaction.
/// </summary>
/// <remarks>
/// The driver comes from the host (<see cref="BotServices.Databases"/>): <c>["sqlite"] = SqliteDriver.Instance</c> of the package
/// IntelMQ.Sqlite, <c>["postgresql"] = PostgreSqlDriver.Instance</c> of IntelMQ.PostgreSql. IntelMQ itself has no such bot; its SQL output
/// writes the same table.
/// </remarks>
/// <example><code>var services = new BotServices { Databases = new Dictionary&lt;string, DbProviderFactory&gt; { ["sqlite"] = SqliteDriver.Instance } };
/// var output = new EventStoreOutput(new EventStoreOutputOptions { Database = "events.db", Migrate = true }, services);</code></example>
[Bot("intelmq.bots.outputs.event_store.output", BotKind.Output, Summary = "Keeps events in an event store in SQLite or PostgreSQL.")]
public sealed partial class EventStoreOutput : Output, ILineageOutput
{
    private readonly EventStoreOutputOptions _options;
    private SqlEventStore? _store;

    /// <inheritdoc cref="EventStoreOutput(EventStoreOutputOptions)"/>
    public EventStoreOutput(EventStoreOutputOptions options, BotServices services)
        : base(options, services)
        => _options = options;

    /// <inheritdoc/>
    /// <remarks>Brings the store up to date where it is to, and says where it is not.</remarks>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (!Services.Databases.TryGetValue(_options.Engine, out DbProviderFactory? driver) || driver is not IEventStoreDriver own)
        {
            throw Refusal(_options.Engine == "sqlite"
                ? "the host hands in no driver for sqlite: reference the package IntelMQ.Sqlite and set BotServices.Databases[\"sqlite\"] to SqliteDriver.Instance."
                : "the host hands in no driver for postgresql: reference the package IntelMQ.PostgreSql and set BotServices.Databases[\"postgresql\"] to PostgreSqlDriver.Instance.");
        }

        try
        {
            _store = own.OpenStore(new SqlStoreSettings
            {
                ConnectionString = ConnectionText(),
                Table = _options.Table,
                Schema = Services.Schema,
                CommandTimeout = _options.QueryTimeout,
                Time = Services.Time,
            });
            if (_options.Migrate)
                await _store.MigrateAsync(cancellationToken).ConfigureAwait(false);
            else if (await _store.ReadVersionAsync(cancellationToken).ConfigureAwait(false) != SqlEventStore.Version)
                throw Refusal("the store is not up to date: run intelmq store migrate, or set migrate.");
        }
        catch (Exception exception) when (exception is DbException or IOException or TimeoutException or System.Net.Sockets.SocketException or ArgumentException)
        {
            throw Refusal(exception.Message);
        }
    }

    /// <inheritdoc/>
    public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken) => StoreAsync(batch, null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SendAsync(IReadOnlyList<Event> batch, IReadOnlyList<EventLineage?> lineage, CancellationToken cancellationToken) => StoreAsync(batch, lineage, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync().ConfigureAwait(false);
        _store = null;
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask StoreAsync(IReadOnlyList<Event> batch, IReadOnlyList<EventLineage?>? lineage, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        SqlEventStore store = _store ?? throw new InvalidOperationException("The bot is not started.");
        await store.AppendAsync(new EventBatch(batch) { Origin = Module, Lineage = lineage }, cancellationToken).ConfigureAwait(false);
    }

    private string ConnectionText()
    {
        SqlText.TryGetEngine(_options.Engine, out SqlEngine engine);
        return SqlConnectionText.Of(engine, new SqlOutputOptions
        {
            Engine = _options.Engine,
            Database = _options.Database,
            Host = _options.Host,
            Port = _options.Port,
            User = _options.User,
            Password = _options.Password,
            Sslmode = _options.Sslmode,
            CreateTable = _options.Migrate,
        });
    }

    private BotConfigurationException Refusal(string complaint) => new(Module, [complaint]);
}

using IntelMQ.Hosting.Brokers;
using IntelMQ.Pipelines;
using IntelMQ.Sqlite;

namespace IntelMQ.Tool.Brokers;

/// <summary>Queues in a file of the state folder, or in the one that <c>source_pipeline_host</c> names.</summary>
internal sealed class SqliteProvider : IBrokerProvider
{
    public string Name => "sqlite";

    public BrokerTraits Traits => SqliteBroker.Promises;

    public ValueTask<IBroker> CreateAsync(BrokerSettings settings, BrokerContext context, CancellationToken cancellationToken)
        => new(new SqliteBroker(new SqliteBrokerOptions
        {
            Path = settings.Host is { Length: > 0 } file ? file : Path.Combine(context.StateFolder, "queues.db"),
            Schema = context.Schema,
            Time = context.Services.Time,
            Logs = context.Services.Logs,
        }));
}

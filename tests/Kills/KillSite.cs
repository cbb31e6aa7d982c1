using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq;
using IntelMQ.Redis;
using IntelMQ.Schemas;
using IntelMQ.Sqlite;
using IntelMQ.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kills;

/// <summary>A durable broker, with what is kept beside it.</summary>
internal sealed class KillSite(IBroker broker, params IAsyncDisposable[] beside) : IAsyncDisposable
{
    public static IReadOnlyList<string> Brokers { get; } = ["sqlite", "redis-list", "redis-stream", "rabbitmq", "rabbitmq-quorum"];

    public IBroker Broker { get; } = broker;

    /// <param name="broker">One of <see cref="Brokers"/>.</param>
    /// <param name="port">The server's, where there is one.</param>
    /// <param name="folders">Where files are.</param>
    public static async Task<KillSite> OpenAsync(string broker, int port, KillFolders folders)
    {
        if (broker == "sqlite")
            return new KillSite(new SqliteBroker(new SqliteBrokerOptions { Path = Path.Combine(folders.State, "queues.db") }));
        FileFailureStore failures = FileFailureStore.Open(new FileFailureStoreOptions { Folder = folders.Failures }, Schema.Default, TimeProvider.System, NullLogger.Instance);
        if (broker.StartsWith("rabbitmq", StringComparison.Ordinal))
        {
            FileStateStore state = await FileStateStore.OpenAsync(new FileStateStoreOptions { Folder = folders.State }, TimeProvider.System, NullLogger.Instance, default).ConfigureAwait(false);
            RabbitMqQueueType type = broker == "rabbitmq" ? RabbitMqQueueType.Classic : RabbitMqQueueType.Quorum;
            return new KillSite(new RabbitMqBroker(new RabbitMqBrokerOptions { Port = port, QueueType = type, State = state, Failures = failures }), state, failures);
        }

        return broker switch
        {
            "redis-list" => new KillSite(new RedisBroker(new RedisBrokerOptions { Port = port, Failures = failures }), failures),
            // A worker that was killed has to be succeeded soon.
            "redis-stream" => new KillSite(new RedisStreamBroker(new RedisBrokerOptions { Port = port, Failures = failures, LeaseTime = TimeSpan.FromMilliseconds(500) }), failures),
            _ => throw new ArgumentException($"There is no broker '{broker}'."),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync().ConfigureAwait(false);
        foreach (IAsyncDisposable one in beside)
            await one.DisposeAsync().ConfigureAwait(false);
    }
}

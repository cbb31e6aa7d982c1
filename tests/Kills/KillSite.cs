using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.Redis;
using IntelMQ.Schemas;
using IntelMQ.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kills;

/// <summary>A durable broker, with where its failures are: in it, or beside it.</summary>
internal sealed class KillSite(IBroker broker, IFailureStore? beside) : IAsyncDisposable
{
    public static IReadOnlyList<string> Brokers { get; } = ["sqlite", "redis-list", "redis-stream"];

    public IBroker Broker { get; } = broker;

    /// <param name="broker">One of <see cref="Brokers"/>.</param>
    /// <param name="port">The server's, where there is one.</param>
    /// <param name="folders">Where files are.</param>
    public static KillSite Open(string broker, int port, KillFolders folders)
    {
        if (broker == "sqlite")
            return new KillSite(new SqliteBroker(new SqliteBrokerOptions { Path = Path.Combine(folders.State, "queues.db") }), null);
        FileFailureStore failures = FileFailureStore.Open(new FileFailureStoreOptions { Folder = folders.Failures }, Schema.Default, TimeProvider.System, NullLogger.Instance);
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
        if (beside is not null)
            await beside.DisposeAsync().ConfigureAwait(false);
    }
}

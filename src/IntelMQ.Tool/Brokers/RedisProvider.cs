using IntelMQ.Hosting.Brokers;
using IntelMQ.Pipelines;
using IntelMQ.Redis;

namespace IntelMQ.Tool.Brokers;

/// <summary>IntelMQ's own queues.</summary>
internal sealed class RedisProvider : IBrokerProvider
{
    public string Name => "redis";

    public BrokerTraits Traits => RedisBroker.Promises;

    public ValueTask<IBroker> CreateAsync(BrokerSettings settings, BrokerContext context, CancellationToken cancellationToken)
        => new(new RedisBroker(OptionsOf(settings, context)));

    /// <summary>The options that settings mean.</summary>
    public static RedisBrokerOptions OptionsOf(BrokerSettings settings, BrokerContext context) => new()
    {
        Host = settings.Host ?? "127.0.0.1",
        Port = settings.Port ?? 6379,
        Database = settings.Database ?? 2,
        User = settings.Username,
        Password = settings.Password,
        Tls = settings.UsesTls,
        Failures = context.Failures(),
        Schema = context.Schema,
        Time = context.Services.Time,
        Logs = context.Services.Logs,
    };
}

using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq;
using IntelMQ.Redis;
using IntelMQ.Schemas;
using IntelMQ.Sqlite;
using IntelMQ.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WorkerHost;

// #region broker
/// <summary>Chooses where queues, failures and what bots remember are kept, by the setting <c>Broker:Kind</c> alone.</summary>
internal static class Brokers
{
    public static IServiceCollection AddBroker(this IServiceCollection services, IConfiguration configuration)
    {
        IConfigurationSection broker = configuration.GetSection("Broker");
        services.AddSingleton(provider => FileFailureStore.Open(
            new FileFailureStoreOptions { Folder = configuration["Failures"] ?? "failures" },
            provider.GetRequiredService<Schema>(),
            TimeProvider.System,
            provider.GetRequiredService<ILogger<FileFailureStore>>()));
        return (broker["Kind"] ?? "memory") switch
        {
            // Queues end with the process; what was not done is still in its source.
            "memory" => services.AddSingleton<IFailureStore>(static provider => provider.GetRequiredService<FileFailureStore>()),
            // One file, failures included.
            "sqlite" => services.AddSingleton<IBroker>(provider => new SqliteBroker(new SqliteBrokerOptions
            {
                Path = broker["Path"] ?? "queues.db",
                Schema = provider.GetRequiredService<Schema>(),
                Logs = provider.GetRequiredService<ILoggerFactory>(),
            })),
            // IntelMQ's own queues, shared with bots in Python.
            "redis-list" => services.AddSingleton<IBroker>(provider => new RedisBroker(Redis(provider, broker))),
            // Several hosts with one definition.
            "redis-stream" => services.AddSingleton<IBroker>(provider => new RedisStreamBroker(Redis(provider, broker))),
            // IntelMQ's own queues on RabbitMQ; what bots remember is in a folder.
            "rabbitmq" => services
                .AddSingleton<IStateStore>(provider => FileStateStore.OpenAsync(
                    new FileStateStoreOptions { Folder = broker["State"] ?? "state" },
                    TimeProvider.System,
                    provider.GetRequiredService<ILogger<FileStateStore>>(),
                    CancellationToken.None).GetAwaiter().GetResult())
                .AddSingleton<IBroker>(provider => new RabbitMqBroker(RabbitMq(provider, broker))),
            var kind => throw new PipelineConfigurationException([$"Broker:Kind is '{kind}', but must be memory, sqlite, redis-list, redis-stream or rabbitmq."]),
        };
    }

    private static RabbitMqBrokerOptions RabbitMq(IServiceProvider provider, IConfigurationSection broker) => new()
    {
        Host = broker["Host"] ?? "127.0.0.1",
        Port = broker.GetValue("Port", 5672),
        VirtualHost = broker["VirtualHost"] ?? "/",
        User = broker["User"] ?? "guest",
        Password = broker["Password"] is { } password ? new Secret(password) : null,
        Tls = broker.GetValue("Tls", false),
        State = provider.GetRequiredService<IStateStore>(),
        Failures = provider.GetRequiredService<FileFailureStore>(),
        Schema = provider.GetRequiredService<Schema>(),
        Logs = provider.GetRequiredService<ILoggerFactory>(),
    };

    private static RedisBrokerOptions Redis(IServiceProvider provider, IConfigurationSection broker) => new()
    {
        Host = broker["Host"] ?? "127.0.0.1",
        Port = broker.GetValue("Port", 6379),
        User = broker["User"],
        Password = broker["Password"] is { } password ? new Secret(password) : null,
        Tls = broker.GetValue("Tls", false),
        Failures = provider.GetRequiredService<FileFailureStore>(),
        Schema = provider.GetRequiredService<Schema>(),
        Logs = provider.GetRequiredService<ILoggerFactory>(),
    };
}
// #endregion

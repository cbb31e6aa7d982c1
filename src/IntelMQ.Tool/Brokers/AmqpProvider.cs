using IntelMQ.Hosting.Brokers;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq;
using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Tool.Brokers;

/// <summary>IntelMQ's own queues on RabbitMQ; what bots remember is in the state folder.</summary>
internal sealed class AmqpProvider : IBrokerProvider
{
    public string Name => "amqp";

    public BrokerTraits Traits => RabbitMqBroker.Promises;

    public async ValueTask<IBroker> CreateAsync(BrokerSettings settings, BrokerContext context, CancellationToken cancellationToken)
    {
        FileStateStore state = await FileStateStore.OpenAsync(
            new FileStateStoreOptions { Folder = Path.Combine(context.StateFolder, "remembered") },
            context.Services.Time,
            context.Services.Logs.CreateLogger<FileStateStore>(),
            cancellationToken).ConfigureAwait(false);
        context.Owned.Add(state);
        return new RabbitMqBroker(new RabbitMqBrokerOptions
        {
            Host = settings.Host ?? "127.0.0.1",
            Port = settings.Port ?? 5672,
            VirtualHost = settings.VirtualHost ?? "/",
            User = settings.Username ?? "guest",
            Password = settings.Password,
            Tls = settings.UsesTls,
            State = state,
            Failures = context.Failures(),
            Schema = context.Schema,
            Time = context.Services.Time,
            Logs = context.Services.Logs,
        });
    }
}

using System.Text;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Tests;

/// <summary>
/// Does what a bot of IntelMQ does: declares its queues as it does, publishes persistent messages without an id, receives one at a time and
/// acknowledges it.
/// </summary>
internal sealed class PythonBot : IAsyncDisposable
{
    private static readonly CreateChannelOptions WithConfirms = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private ulong _held;

    private PythonBot(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public static async Task<PythonBot> StartAsync(RabbitProgram server, params string[] queues)
    {
        IConnection connection = await new ConnectionFactory { HostName = "127.0.0.1", Port = server.Port, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        IChannel channel = await connection.CreateChannelAsync(WithConfirms);
        foreach (string queue in queues)
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-mode"] = "lazy" });
        return new PythonBot(connection, channel);
    }

    public async Task SendAsync(string queue, string payload)
        => await _channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, Encoding.UTF8.GetBytes(payload));

    /// <summary>The next message; <see langword="null"/> where none waits.</summary>
    public async Task<string?> ReceiveAsync(string queue)
    {
        if (await _channel.BasicGetAsync(queue, false) is not { } got)
            return null;
        _held = got.DeliveryTag;
        return Encoding.UTF8.GetString(got.Body.Span);
    }

    public ValueTask AcknowledgeAsync() => _channel.BasicAckAsync(_held, false);

    /// <summary>Has what it holds given to others, as a bot that is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}

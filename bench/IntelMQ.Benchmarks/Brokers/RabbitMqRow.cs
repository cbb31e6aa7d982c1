using System.Threading.Channels;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq;
using IntelMQ.RabbitMq.Tests;
using IntelMQ.State;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace IntelMQ.Benchmarks.Brokers;

/// <summary>
/// A row over a server of its own. The floor publishes a batch and awaits all confirms, receives by a consumer, and acknowledges the batch at
/// once. The product's state is in memory: what is measured is the work, not the disk.
/// </summary>
internal sealed class RabbitMqRow : BrokerRow
{
    private const string Queue = "floor-queue";

    private readonly RabbitProgram _server = new();
    private readonly Channel<(ulong Tag, byte[] Payload)> _arrived = System.Threading.Channels.Channel.CreateUnbounded<(ulong, byte[])>();
    private readonly BasicProperties _properties = new() { DeliveryMode = DeliveryModes.Persistent };
    private IConnection? _connection;
    private IChannel? _writing;
    private IChannel? _reading;

    public RabbitMqRow()
        : base("rabbitmq", 1.5)
    {
    }

    public override TimeSpan ServerTime => _server.ProcessorTime;

    protected override IBroker Open() => new RabbitMqBroker(new RabbitMqBrokerOptions { Port = _server.Port, State = new MemoryStateStore(TimeProvider.System) });

    protected override async Task WriteAsync(IReadOnlyList<byte[]> payloads)
    {
        IChannel channel = _writing ??= await ConnectAsync();
        ValueTask[] sent = [.. payloads.Select(payload => channel.BasicPublishAsync("", Queue, true, _properties, payload))];
        foreach (ValueTask one in sent)
            await one;
    }

    protected override async Task<IReadOnlyList<byte[]>> TakeAsync()
    {
        var taken = new List<byte[]>(BatchSize);
        ulong last = 0;
        while (taken.Count < BatchSize)
        {
            (last, byte[] payload) = await _arrived.Reader.ReadAsync();
            taken.Add(payload);
        }

        await _reading!.BasicAckAsync(last, true);
        return taken;
    }

    protected override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_connection is not null)
            await _connection.DisposeAsync();
        _server.Dispose();
    }

    private async Task<IChannel> ConnectAsync()
    {
        _connection = await new ConnectionFactory { HostName = "127.0.0.1", Port = _server.Port }.CreateConnectionAsync();
        _reading = await _connection.CreateChannelAsync();
        await _reading.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-mode"] = "lazy" });
        await _reading.BasicQosAsync(0, 2 * BatchSize, false);
        var consumer = new AsyncEventingBasicConsumer(_reading);
        consumer.ReceivedAsync += (_, arrived) =>
        {
            _arrived.Writer.TryWrite((arrived.DeliveryTag, arrived.Body.ToArray()));
            return Task.CompletedTask;
        };
        await _reading.BasicConsumeAsync(Queue, false, consumer);
        return await _connection.CreateChannelAsync(new CreateChannelOptions(true, true, null));
    }
}

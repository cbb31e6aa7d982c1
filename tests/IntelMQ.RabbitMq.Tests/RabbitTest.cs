using System.Text;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Tests;

/// <summary>Queues on the shared server, empty before each test.</summary>
[Collection(RabbitServerTests.Name)]
public abstract class RabbitTest(RabbitServerFixture fixture) : IAsyncLifetime
{
    protected static readonly QueueName In = new("in-queue");
    protected static readonly QueueName Out = new("out-queue");

    private protected RabbitProgram Server => fixture.Program!;

    public virtual async Task InitializeAsync()
    {
        if (RabbitProgram.WhyNot is null)
            await DeleteAsync("in-queue", "out-queue", "other-queue", "halfway-queue", "words-queue", "sink-queue");
    }

    public virtual Task DisposeAsync() => Task.CompletedTask;

    private protected async Task<RabbitMqBroker> OpenAsync(Action<RabbitMqBrokerOptions>? set = null)
    {
        RabbitMqBrokerOptions options = Server.Options();
        set?.Invoke(options);
        var broker = new RabbitMqBroker(options);
        await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        await broker.DeclareAsync(new QueueDeclaration(Out, null, 1), default);
        return broker;
    }

    private protected async Task<IConnection> ConnectAsync() => await new ConnectionFactory { HostName = "127.0.0.1", Port = Server.Port }.CreateConnectionAsync();

    private protected async Task DeleteAsync(params string[] queues)
    {
        await using IConnection connection = await ConnectAsync();
        await using IChannel channel = await connection.CreateChannelAsync();
        foreach (string queue in queues)
            await channel.QueueDeleteAsync(queue);
    }

    /// <summary>Takes all that is on the server out of a queue.</summary>
    private protected async Task<string[]> DrainAsync(QueueName queue)
    {
        await using IConnection connection = await ConnectAsync();
        await using IChannel channel = await connection.CreateChannelAsync();
        var found = new List<string>();
        while (await channel.BasicGetAsync(queue.Value, true) is { } got)
            found.Add(Encoding.UTF8.GetString(got.Body.Span));
        return [.. found];
    }

    private protected static Event Text(string text)
    {
        var message = new Event();
        message.Set("extra.text", text).ThrowIfRefused();
        return message;
    }

    private protected static string Json(string text) => Text(text).ToString();

    private protected static OutgoingBatch Batch(QueueName queue, params IEnumerable<string> texts)
    {
        var batch = new OutgoingBatch(queue);
        foreach (string text in texts)
            batch.Messages.Add(new Outgoing(Text(text)));
        return batch;
    }

    private protected static string[] Texts(IReadOnlyList<Delivery> deliveries) => [.. deliveries.Select(static delivery => delivery.Message!["extra.text"].ToString())];

    private protected static async Task WriteAsync(RabbitMqBroker broker, QueueName queue, params IEnumerable<string> texts)
    {
        await using IQueueWriter writer = await broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [Batch(queue, texts)] }, default);
    }
}

using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Redis.Tests;

/// <summary>A server and a broker for one test.</summary>
#pragma warning disable CA1001 // Let go of in DisposeAsync.
public abstract class RedisTest : IAsyncLifetime
#pragma warning restore CA1001
{
    protected static readonly QueueName In = new("in-queue");
    protected static readonly QueueName Out = new("out-queue");

    private protected RedisProgram Server { get; private set; } = null!;

    private protected RedisBroker Broker { get; set; } = null!;

    public virtual async Task InitializeAsync()
    {
        // A skipped test is made, too.
        if (RedisProgram.WhyNot is not null)
            return;
        Server = RedisProgram.Start();
        Broker = await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        if (Broker is not null)
            await Broker.DisposeAsync();
        Server?.Dispose();
    }

    private protected async Task<RedisBroker> OpenAsync(Action<RedisBrokerOptions>? set = null)
    {
        RedisBrokerOptions options = Server.Options();
        set?.Invoke(options);
        var broker = new RedisBroker(options);
        await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        await broker.DeclareAsync(new QueueDeclaration(Out, null, 1), default);
        return broker;
    }

    private protected static Event Text(string text)
    {
        var message = new Event();
        message.Set("extra.text", text).ThrowIfRefused();
        return message;
    }

    private protected static string Json(string text) => Text(text).ToString();

    private protected static OutgoingBatch Batch(QueueName queue, params string[] texts)
    {
        var batch = new OutgoingBatch(queue);
        foreach (string text in texts)
            batch.Messages.Add(new Outgoing(Text(text)));
        return batch;
    }

    private protected static string[] Texts(IReadOnlyList<Delivery> deliveries) => [.. deliveries.Select(static delivery => delivery.Message!["extra.text"].ToString())];

    private protected async Task WriteAsync(QueueName queue, params string[] texts)
    {
        await using IQueueWriter writer = await Broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [Batch(queue, texts)] }, default);
    }

    private protected string[] List(QueueName queue) => [.. Server.Call(2, "LRANGE", queue.Value, "0", "-1").Reverse()];
}

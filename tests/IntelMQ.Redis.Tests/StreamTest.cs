using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Redis.Tests;

/// <summary>A server for one test, and as many processes with streams as it opens.</summary>
#pragma warning disable CA1001 // Let go of in DisposeAsync.
public abstract class StreamTest : IAsyncLifetime
#pragma warning restore CA1001
{
    protected static readonly QueueName In = new("in-queue");
    protected static readonly QueueName Out = new("out-queue");

    private readonly List<RedisStreamBroker> _opened = [];

    private protected RedisProgram Server { get; private set; } = null!;

    public Task InitializeAsync()
    {
        // A skipped test is made, too.
        if (RedisProgram.WhyNot is null)
            Server = RedisProgram.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (RedisStreamBroker broker in _opened)
            await broker.DisposeAsync();
        Server?.Dispose();
    }

    private protected async Task<RedisStreamBroker> OpenAsync(int parts = 1, TimeSpan? lease = null)
    {
        RedisBrokerOptions options = Server.Options();
        options.LeaseTime = lease ?? TimeSpan.FromSeconds(60);
        var broker = new RedisStreamBroker(options);
        _opened.Add(broker);
        await broker.DeclareAsync(new QueueDeclaration(In, null, parts), default);
        await broker.DeclareAsync(new QueueDeclaration(Out, null, 1), default);
        return broker;
    }

    /// <summary>Ends a process as a kill does: nothing is given back, and no lease lives on.</summary>
    private protected static ValueTask KillAsync(RedisStreamBroker broker) => broker.Server.DisposeAsync();

    private protected static OutgoingBatch Batch(QueueName queue, params string[] texts)
    {
        var batch = new OutgoingBatch(queue);
        foreach (string text in texts)
        {
            var message = new Event();
            message.Set("extra.text", text).ThrowIfRefused();
            // "3:17" is the 17th of those that stay in order in part 3.
            batch.Messages.Add(new Outgoing(message) { Envelope = new Envelope { Partition = text.Contains(':', StringComparison.Ordinal) ? uint.Parse(text.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture) : 0 } });
        }

        return batch;
    }

    private protected static async Task WriteAsync(RedisStreamBroker broker, QueueName queue, params string[] texts)
    {
        await using IQueueWriter writer = await broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [Batch(queue, texts)] }, default);
    }

    private protected static string[] Texts(IReadOnlyList<Delivery> deliveries) => [.. deliveries.Select(static delivery => delivery.Message!["extra.text"].ToString())];

    private protected static async Task<Delivery[]> TakeAsync(IQueueReader reader, int max = 100) => [.. await reader.ReceiveAsync(max, long.MaxValue, default).AsTask().WaitAsync(TimeSpan.FromSeconds(30))];

    private protected string[] Stream(int part, string command, params string[] more) => Server.Call(13, [command, $"intelmq.net:stream:{{{In}}}:{part}", .. more]);

    private protected string[] Lease(string command, string suffix, params string[] more) => Server.Call(13, [command, $"intelmq.net:lease:{{{In}}}{suffix}", .. more]);
}

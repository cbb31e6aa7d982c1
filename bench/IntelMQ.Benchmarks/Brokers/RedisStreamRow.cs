using IntelMQ.Pipelines;
using IntelMQ.Redis;
using StackExchange.Redis;

namespace IntelMQ.Benchmarks.Brokers;

/// <summary>The floor writes a batch by XADD in MULTI, takes it by XREADGROUP, and settles it by XACK and XTRIM in MULTI.</summary>
internal sealed class RedisStreamRow : RedisRow
{
    private static readonly RedisKey Stream = "floor";
    private static readonly RedisValue Group = "floor";

    public RedisStreamRow()
        : base("redis-stream") => Floors.StreamCreateConsumerGroup(Stream, Group, "0-0");

    protected override IBroker Open() => new RedisStreamBroker(Server.Options());

    protected override async Task WriteAsync(IReadOnlyList<byte[]> payloads)
    {
        ITransaction transaction = Floors.CreateTransaction();
        foreach (byte[] payload in payloads)
            _ = transaction.StreamAddAsync(Stream, "m", payload);
        await transaction.ExecuteAsync();
    }

    protected override async Task<IReadOnlyList<byte[]>> TakeAsync()
    {
        StreamEntry[] taken = await Floors.StreamReadGroupAsync(Stream, Group, "reader", ">", BatchSize);
        ITransaction transaction = Floors.CreateTransaction();
        _ = transaction.StreamAcknowledgeAsync(Stream, Group, [.. taken.Select(static entry => entry.Id)]);
        _ = transaction.ExecuteAsync("XTRIM", Stream, "MAXLEN", "0");
        await transaction.ExecuteAsync();
        return [.. taken.Select(static entry => (byte[])entry["m"]!)];
    }
}

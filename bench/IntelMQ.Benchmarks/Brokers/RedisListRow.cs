using IntelMQ.Pipelines;
using IntelMQ.Redis;
using StackExchange.Redis;

namespace IntelMQ.Benchmarks.Brokers;

/// <summary>The floor does what IntelMQ's bots do, in batches: LPUSH and LMOVE to an internal list in pipelines, then LTRIM of that list.</summary>
internal sealed class RedisListRow() : RedisRow("redis-list")
{
    private static readonly RedisKey Queue = "floor-queue";
    private static readonly RedisKey Internal = "floor-queue-internal";

    protected override IBroker Open() => new RedisBroker(Server.Options());

    protected override Task WriteAsync(IReadOnlyList<byte[]> payloads)
    {
        IBatch batch = Floors.CreateBatch();
        Task[] pushed = [.. payloads.Select(payload => batch.ListLeftPushAsync(Queue, payload))];
        batch.Execute();
        return Task.WhenAll(pushed);
    }

    protected override async Task<IReadOnlyList<byte[]>> TakeAsync()
    {
        IBatch batch = Floors.CreateBatch();
        Task<RedisValue>[] moved = [.. Enumerable.Range(0, BatchSize).Select(_ => batch.ListMoveAsync(Queue, Internal, ListSide.Right, ListSide.Left))];
        batch.Execute();
        RedisValue[] taken = await Task.WhenAll(moved);
        await Floors.ListTrimAsync(Internal, 0, -taken.Length - 1);
        return [.. taken.Select(static value => (byte[])value!)];
    }
}

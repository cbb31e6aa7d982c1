using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Redis.Tests;

// What the server holds for the next process.
public sealed class RestartTests : RedisTest
{
    [RedisFact]
    public async Task Checkpoints_and_what_was_settled_out_of_order_are_there_for_the_next_process()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        await using (IQueueReader reader = await Broker.OpenReaderAsync(In, 0, 1, default))
        {
            IReadOnlyList<Delivery> received = await reader.ReceiveAsync(4, long.MaxValue, default);
            await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = [received[1]], Progress = new Checkpoint(received[2].Tag, 512) }, default);
        }

        await Broker.DisposeAsync();
        Broker = await OpenAsync();
        await using IQueueReader next = await Broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> again = await next.ReceiveAsync(10, long.MaxValue, default);

        Assert.Equal(["a", "c", "d"], Texts(again));
        Assert.Equal([0, 512, 0], again.Select(static delivery => delivery.Checkpoint));
        Assert.All(again, static delivery => Assert.Equal(1, delivery.Attempt));
        await next.CommitAsync(new UnitOfWork { Number = 1, Settled = again }, default);
        Assert.Empty(List(In));
        Assert.DoesNotContain("marks", Server.Call(13, "HKEYS", "intelmq.net:queue:in-queue"));
    }

    [RedisFact]
    public async Task Notes_follow_the_messages_when_somebody_else_has_taken_older_ones()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        await using (IQueueReader reader = await Broker.OpenReaderAsync(In, 0, 1, default))
        {
            IReadOnlyList<Delivery> received = await reader.ReceiveAsync(4, long.MaxValue, default);
            await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = [received[2]], Progress = new Checkpoint(received[1].Tag, 64) }, default);
        }

        await Broker.DisposeAsync();
        Server.Call(2, "RPOP", In.Value);
        Broker = await OpenAsync();
        await using IQueueReader next = await Broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> again = await next.ReceiveAsync(10, long.MaxValue, default);

        Assert.Equal(["b", "d"], Texts(again));
        Assert.Equal([64, 0], again.Select(static delivery => delivery.Checkpoint));
    }

    [RedisFact]
    public async Task What_was_in_work_when_the_process_was_killed_has_one_attempt_more_each_time()
    {
        await WriteAsync(In, "a");
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            // Never disposed: as good as killed.
            RedisBroker killed = await OpenAsync();
            IQueueReader reader = await killed.OpenReaderAsync(In, 0, 1, default);
            IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);
            Assert.Equal(attempt, Assert.Single(received).Attempt);
        }
    }

    [RedisFact]
    public async Task A_key_that_made_room_is_gone_from_the_server_and_what_is_over_goes_with_later_keys()
    {
        var keys = new StateSpaceDeclaration("bot/keys", StateSpaceKind.Keys) { MaxKeys = 2 };
        await Broker.State.OpenAsync(keys, default);
        for (byte key = 0; key < 10; key++)
            await Broker.State.ApplyAsync([new StateChange(keys.Name, new[] { key })], default);
        Assert.Equal(["2"], Server.Call(13, "HLEN", "intelmq.net:state:bot/keys"));
        Assert.Equal(["2"], Server.Call(13, "ZCARD", "intelmq.net:state:bot/keys:order"));

        var passing = new StateSpaceDeclaration("bot/passing", StateSpaceKind.Keys);
        await Broker.State.OpenAsync(passing, default);
        DateTimeOffset over = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        for (byte key = 0; key < 10; key++)
            await Broker.State.ApplyAsync([new StateChange(passing.Name, new[] { key }) { Expires = over }], default);

        Assert.Equal(["0"], Server.Call(13, "HLEN", "intelmq.net:state:bot/passing"));
    }
}

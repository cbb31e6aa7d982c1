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

    [RedisFact]
    public async Task A_server_that_comes_back_empty_makes_the_work_void_and_serves_on()
    {
        await WriteAsync(In, "a", "b");
        await using IQueueReader reader = await Broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(2, long.MaxValue, default);
        Server.Call(0, "FLUSHALL");

        Assert.True((await reader.CommitAsync(new UnitOfWork { Number = 1, Outputs = [Batch(Out, "x")], Settled = received }, default)).IsLost);
        await WriteAsync(In, "c");
        received = await reader.ReceiveAsync(2, long.MaxValue, default);

        Assert.Equal(["c"], Texts(received));
        Assert.True((await reader.CommitAsync(new UnitOfWork { Number = 2, Settled = received }, default)).IsStored);
        Assert.Empty(List(Out));
    }

    [RedisFact]
    public async Task Two_processes_on_one_queue_make_each_others_work_void_but_double_and_lose_nothing()
    {
        await using RedisBroker other = await OpenAsync();
        await WriteAsync(In, [.. Enumerable.Range(0, 300).Select(static n => $"{n}")]);
        await Broker.CompleteAsync(In, default);
        await other.CompleteAsync(In, default);

        int[] lost = await Task.WhenAll(((RedisBroker[])[Broker, other]).Select(CopyAsync));

        Assert.True(lost.Sum() > 0);
        Assert.Empty(List(In));
        Assert.Equal(Enumerable.Range(0, 300).Select(static n => Json($"{n}")).Order(StringComparer.Ordinal), List(Out).Order(StringComparer.Ordinal));
    }

    [RedisFact]
    public async Task More_messages_than_a_command_of_a_script_takes_are_stored_in_their_order()
    {
        await WriteAsync(In, [.. Enumerable.Range(0, 15_001).Select(static n => $"{n}")]);

        string[] list = List(In);
        Assert.Equal(15_001, list.Length);
        Assert.Equal(Json("7000"), list[7000]);
        Assert.Equal(Json("15000"), list[^1]);
    }

    private static async Task<int> CopyAsync(RedisBroker broker)
    {
        int lost = 0;
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        for (long number = 1; ; number++)
        {
            IReadOnlyList<Delivery> received = await reader.ReceiveAsync(5, long.MaxValue, default);
            if (received.Count == 0)
                return lost;
            CommitOutcome outcome = await reader.CommitAsync(new UnitOfWork { Number = number, Outputs = [Batch(Out, Texts(received))], Settled = received }, default);
            lost += outcome.IsLost ? 1 : 0;
        }
    }
}

using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Redis.Tests;

// Bots in Python before, after and under the same id.
public sealed class PythonTests : RedisTest
{
    [RedisFact]
    public async Task A_list_holds_the_message_in_IntelMQs_JSON_and_nothing_stands_beside_it()
    {
        await WriteAsync(In, "a");

        Assert.Equal(["""{"__type": "Event", "extra.text": "a"}"""], List(In));
        Assert.Equal(["in-queue"], Server.Call(2, "KEYS", "*"));
    }

    [RedisFact]
    public async Task A_bot_in_Python_may_stand_before_and_after_one_of_ours()
    {
        var before = new PythonBot(Server, "nowhere");
        var after = new PythonBot(Server, Out.Value);
        foreach (string text in (string[])["a", "b", "c"])
            before.Send(In.Value, Json(text));
        await using IQueueReader reader = await Broker.OpenReaderAsync(In, 0, 1, default);

        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(10, long.MaxValue, default);
        Assert.Equal(["a", "b", "c"], Texts(received));
        await reader.CommitAsync(new UnitOfWork { Number = 1, Outputs = [Batch(Out, "x", "y")], Settled = received }, default);

        Assert.Empty(List(In));
        foreach (string text in (string[])["x", "y"])
        {
            Assert.Equal(Json(text), after.Receive());
            Assert.True(after.Acknowledge());
        }

        Assert.Null(after.Receive());
    }

    [RedisFact]
    public async Task What_a_bot_in_Python_has_left_in_its_internal_queue_comes_first()
    {
        var stopped = new PythonBot(Server, In.Value);
        stopped.Send(In.Value, Json("a"));
        stopped.Send(In.Value, Json("b"));
        Assert.Equal(Json("a"), stopped.Receive());

        await using IQueueReader reader = await Broker.OpenReaderAsync(In, 0, 1, default);

        Assert.Equal(["a", "b"], Texts(await reader.ReceiveAsync(10, long.MaxValue, default)));
        Assert.Empty(Server.Call(2, "LRANGE", "in-queue-internal", "0", "-1"));
    }

    [RedisFact]
    public async Task A_bot_in_Python_under_the_same_id_makes_the_commit_store_nothing_and_nothing_is_lost_or_doubled()
    {
        await WriteAsync(In, "a", "b", "c");
        IStateSpace space = await Broker.State.OpenAsync(new StateSpaceDeclaration("bot/keys", StateSpaceKind.Keys), default);
        await using IQueueReader reader = await Broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(10, long.MaxValue, default);
        var twin = new PythonBot(Server, In.Value);
        Assert.Equal(Json("a"), twin.Receive());

        CommitOutcome outcome = await reader.CommitAsync(
            new UnitOfWork { Number = 1, Outputs = [Batch(Out, "1", "2", "3")], Changes = [new StateChange("bot/keys", "k"u8.ToArray())], Settled = received }, default);

        Assert.True(outcome.IsLost);
        Assert.False(outcome.IsStored);
        Assert.Empty(List(Out));
        Assert.False(space.Contains("k"u8));
        IReadOnlyList<Delivery> rest = await reader.ReceiveAsync(10, long.MaxValue, default);
        Assert.Equal(["b", "c"], Texts(rest));
        Assert.True((await reader.CommitAsync(new UnitOfWork { Number = 2, Outputs = [Batch(Out, "2", "3")], Settled = rest }, default)).IsStored);
        Assert.True(twin.Acknowledge());
        Assert.Equal([Json("2"), Json("3")], List(Out));
        Assert.Empty(List(In));
    }

    [RedisFact]
    public async Task What_was_taken_by_somebody_else_is_noticed_when_more_is_received()
    {
        await WriteAsync(In, "a", "b", "c");
        await using IQueueReader first = await Broker.OpenReaderAsync(In, 0, 2, default);
        await using IQueueReader second = await Broker.OpenReaderAsync(In, 1, 2, default);
        IReadOnlyList<Delivery> held = await first.ReceiveAsync(1, long.MaxValue, default);
        new PythonBot(Server, In.Value).Receive();

        Assert.Equal(["b", "c"], Texts(await second.ReceiveAsync(10, long.MaxValue, default)));

        Assert.True((await first.CommitAsync(new UnitOfWork { Number = 1, Settled = held }, default)).IsLost);
        Assert.Equal(2, (await Broker.GetStatusAsync(In, default)).InWork);
    }

    [RedisFact]
    public async Task Messages_that_repeat_do_not_deceive_the_fence()
    {
        // After two are popped the same stand at both ends of what was received, and another in between.
        await WriteAsync(In, "a", "b", "a", "c", "x", "c");
        await using IQueueReader reader = await Broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(4, long.MaxValue, default);
        Server.Call(2, "RPOP", In.Value, "2");

        Assert.True((await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = received }, default)).IsLost);

        Assert.Equal([Json("a"), Json("c"), Json("x"), Json("c")], List(In));
    }

    [RedisFact]
    public async Task A_payload_that_is_no_message_is_a_failure_and_can_be_settled()
    {
        new PythonBot(Server, "nowhere").Send(In.Value, "no JSON");
        await using IQueueReader reader = await Broker.OpenReaderAsync(In, 0, 1, default);

        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);

        Assert.Contains("cannot be read", Assert.Single(received).Unreadable!.Reason, StringComparison.Ordinal);
        Assert.True((await reader.CommitAsync(new UnitOfWork { Number = 1, Failures = [received[0].Unreadable!], Settled = received }, default)).IsStored);
        Assert.Empty(List(In));
    }

    [RedisFact]
    public async Task A_message_from_elsewhere_wakes_a_reader_that_waits()
    {
        await using IQueueReader reader = await Broker.OpenReaderAsync(In, 0, 1, default);
        Task<IReadOnlyList<Delivery>> receiving = reader.ReceiveAsync(1, long.MaxValue, default).AsTask();

        new PythonBot(Server, "nowhere").Send(In.Value, Json("a"));

        Assert.Equal(["a"], Texts(await receiving.WaitAsync(TimeSpan.FromSeconds(30))));
    }

    [RedisFact]
    public async Task The_server_itself_tells_of_a_message_so_that_nobody_has_to_look()
    {
        await using RedisBroker patient = await OpenAsync(static options => options.PollInterval = TimeSpan.FromHours(1));
        await using IQueueReader reader = await patient.OpenReaderAsync(In, 0, 1, default);
        Task<IReadOnlyList<Delivery>> receiving = reader.ReceiveAsync(1, long.MaxValue, default).AsTask();
        // What is there before the server tells is seen at its beginning; so the second one is what counts.
        new PythonBot(Server, "nowhere").Send(In.Value, Json("a"));
        await receiving.WaitAsync(TimeSpan.FromSeconds(30));

        receiving = reader.ReceiveAsync(1, long.MaxValue, default).AsTask();
        Assert.False(receiving.IsCompleted);
        new PythonBot(Server, "nowhere").Send(In.Value, Json("b"));

        Assert.Equal(["b"], Texts(await receiving.WaitAsync(TimeSpan.FromSeconds(30))));
    }
}

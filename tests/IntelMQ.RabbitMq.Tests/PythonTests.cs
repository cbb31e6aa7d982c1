using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.RabbitMq.Tests;

// Bots of the other side before, behind and beside ours.
public sealed class PythonTests(RabbitServerFixture fixture) : RabbitTest(fixture)
{
    [RabbitFact]
    public async Task Queues_are_declared_as_IntelMQ_declares_them_whoever_comes_first()
    {
        await using (RabbitMqBroker broker = await OpenAsync())
        await using (PythonBot after = await PythonBot.StartAsync(Server, In.Value, Out.Value))
            await after.SendAsync(In.Value, Json("a"));
        await DeleteAsync(In.Value);
        await using PythonBot before = await PythonBot.StartAsync(Server, In.Value);
        await before.SendAsync(In.Value, Json("b"));
        await using RabbitMqBroker second = await OpenAsync();

        Assert.Equal(1, (await second.GetStatusAsync(In, default)).Waiting);
    }

    [RabbitFact]
    public async Task A_bot_stands_between_two_of_the_other_side()
    {
        await using PythonBot before = await PythonBot.StartAsync(Server, In.Value);
        await using PythonBot behind = await PythonBot.StartAsync(Server, Out.Value);
        await before.SendAsync(In.Value, """{"feed.name": "Example Feed", "source.ip": "192.0.2.1", "extra.n": 1, "__type": "Event"}""");
        await using RabbitMqBroker broker = await OpenAsync();
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(10, long.MaxValue, default);
        var batch = new OutgoingBatch(Out);
        batch.Messages.Add(new Outgoing(received[0].Message!));

        Assert.True((await reader.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch], Settled = received }, default)).IsStored);

        Assert.Equal("""{"__type": "Event", "extra.n": 1, "feed.name": "Example Feed", "source.ip": "192.0.2.1"}""", await behind.ReceiveAsync(Out.Value));
        await behind.AcknowledgeAsync();
        Assert.Null(await before.ReceiveAsync(In.Value));
    }

    [RabbitFact]
    public async Task Two_bots_of_one_id_share_the_queue_and_what_one_leaves_the_other_gets()
    {
        await using PythonBot twin = await PythonBot.StartAsync(Server, In.Value);
        for (int i = 0; i < 40; i++)
            await twin.SendAsync(In.Value, Json($"{i}"));
        PythonBot killed = await PythonBot.StartAsync(Server, In.Value);
        Assert.Equal(Json("0"), await killed.ReceiveAsync(In.Value));
        Assert.Equal(Json("1"), await twin.ReceiveAsync(In.Value));
        await using RabbitMqBroker broker = await OpenAsync();
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(38, long.MaxValue, default);
        Assert.Equal(Enumerable.Range(2, 38).Select(static n => $"{n}"), Texts(received));
        await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = received }, default);

        await killed.DisposeAsync();

        received = await reader.ReceiveAsync(10, long.MaxValue, default).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["0"], Texts(received));
        Assert.Equal(2, received[0].Attempt);
    }

    [RabbitFact]
    public async Task Two_messages_without_an_id_that_are_alike_are_two_messages()
    {
        await using PythonBot before = await PythonBot.StartAsync(Server, In.Value);
        await before.SendAsync(In.Value, Json("a"));
        await before.SendAsync(In.Value, Json("a"));
        await using RabbitMqBroker broker = await OpenAsync();
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);

        Assert.Equal(["a", "a"], Texts(await reader.ReceiveAsync(10, long.MaxValue, default)));
    }

    [RabbitFact]
    public async Task A_payload_that_is_no_message_is_handed_over_as_unreadable()
    {
        await using PythonBot before = await PythonBot.StartAsync(Server, In.Value);
        await before.SendAsync(In.Value, "{broken");
        await using RabbitMqBroker broker = await OpenAsync();
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);

        Delivery delivery = Assert.Single(await reader.ReceiveAsync(10, long.MaxValue, default));

        Assert.Contains("cannot be read", delivery.Unreadable!.Reason, StringComparison.Ordinal);
        Assert.True((await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = [delivery] }, default)).IsStored);
        Assert.Equal(0, (await broker.GetStatusAsync(In, default)).Count);
    }

    [RabbitFact]
    public async Task A_quorum_queue_refuses_the_declaration_of_the_other_side_and_says_why()
    {
        await using (RabbitMqBroker quorum = await OpenAsync(static options => options.QueueType = RabbitMqQueueType.Quorum))
            await Assert.ThrowsAnyAsync<Exception>(() => PythonBot.StartAsync(Server, In.Value));

        IOException told = await Assert.ThrowsAnyAsync<IOException>(() => OpenAsync());

        Assert.Contains("with other settings", told.Message, StringComparison.Ordinal);
    }
}

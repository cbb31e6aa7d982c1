using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Redis.Tests;

// What streams hold, what goes, and what is done when the server is not as it should be.
public sealed class StreamFaultTests : StreamTest
{
    [RedisFact]
    public async Task What_is_settled_goes_and_what_is_pending_stays()
    {
        RedisStreamBroker broker = await OpenAsync();
        await WriteAsync(broker, In, "a", "b", "c", "d");
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        Delivery[] held = await TakeAsync(reader, 3);

        await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = [held[1]] }, default);
        Assert.Equal(["4"], Stream(0, "XLEN"));
        await reader.CommitAsync(new UnitOfWork { Number = 2, Settled = [held[0]] }, default);
        Assert.Equal(["2"], Stream(0, "XLEN"));
        await reader.CommitAsync(new UnitOfWork { Number = 3, Settled = [held[2]] }, default);
        Assert.Equal(["1"], Stream(0, "XLEN"));
    }

    [RedisFact]
    public async Task What_another_group_has_not_read_stays_until_it_has()
    {
        RedisStreamBroker broker = await OpenAsync();
        Stream(0, "XLEN");
        Server.Call(13, "XGROUP", "CREATE", "intelmq.net:stream:{in-queue}:0", "audit", "0");
        await WriteAsync(broker, In, "a", "b");
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = await TakeAsync(reader) }, default);

        Assert.Equal(["2"], Stream(0, "XLEN"));
        Assert.Equal(0, (await broker.GetStatusAsync(In, default)).Count);
        string[] seen = Server.Call(13, "XREADGROUP", "GROUP", "audit", "me", "STREAMS", "intelmq.net:stream:{in-queue}:0", ">");
        Server.Call(13, ["XACK", "intelmq.net:stream:{in-queue}:0", "audit", .. seen.Where(static text => text.Contains('-', StringComparison.Ordinal) && char.IsAsciiDigit(text[0]))]);
        await WriteAsync(broker, In, "c");
        await reader.CommitAsync(new UnitOfWork { Number = 2, Settled = await TakeAsync(reader) }, default);
        Assert.Equal(["1"], Stream(0, "XLEN"));
    }

    [RedisFact]
    public async Task What_somebody_else_has_written_without_an_envelope_is_taken_and_what_is_no_message_is_a_failure()
    {
        RedisStreamBroker broker = await OpenAsync();
        Stream(0, "XADD", "*", "m", """{"__type": "Event", "extra.text": "plain"}""");
        Stream(0, "XADD", "*", "m", "{");
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);

        Delivery[] taken = await TakeAsync(reader);

        Assert.Equal("plain", taken[0].Message!["extra.text"].ToString());
        Assert.StartsWith("The message in the queue cannot be read", Assert.IsType<Failure>(taken[1].Unreadable).Reason, StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task A_server_that_comes_back_empty_is_taken_as_it_is()
    {
        RedisStreamBroker broker = await OpenAsync();
        await WriteAsync(broker, In, "a");
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        Delivery[] held = await TakeAsync(reader);
        Server.Kill();
        Server.Run();

        Assert.True((await AgainAsync(() => reader.CommitAsync(new UnitOfWork { Number = 1, Settled = held, Outputs = [Batch(Out, "x")] }, default))).IsLost);
        await WriteAsync(broker, In, "b");

        Assert.Equal(["b"], Texts(await TakeAsync(reader)));
    }

    [RedisFact]
    public async Task A_stream_that_somebody_has_deleted_is_made_anew()
    {
        RedisStreamBroker broker = await OpenAsync();
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        await WriteAsync(broker, In, "a");
        await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = await TakeAsync(reader) }, default);
        Stream(0, "DEL");

        await WriteAsync(broker, In, "b");

        Assert.Equal(["b"], Texts(await TakeAsync(reader)));
    }

    [RedisFact]
    public async Task A_server_without_memory_takes_nothing_new_and_drains()
    {
        RedisStreamBroker broker = await OpenAsync();
        await WriteAsync(broker, In, "a", "b", "c");
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        Server.Call(0, "CONFIG", "SET", "maxmemory", "1");

        IOException refused = await Assert.ThrowsAsync<IOException>(() => WriteAsync(broker, In, "d"));
        Delivery[] held = await TakeAsync(reader);
        CommitOutcome outcome = await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = held, Outputs = [Batch(Out, "x")] }, default);

        Assert.Contains("no memory left", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b", "c"], Texts(held));
        Assert.True(outcome.IsStored);
        Assert.Equal(0, (await broker.GetStatusAsync(In, default)).Count);
    }

    [RedisFact]
    public async Task What_was_handed_out_while_the_answer_was_lost_comes_with_the_next_call()
    {
        RedisStreamBroker broker = await OpenAsync();
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        await WriteAsync(broker, In, "a");
        await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = await TakeAsync(reader) }, default);
        // As if the script of a call had run whose answer nobody heard: the call waits on the server when its connection ends.
        Stream(0, "XADD", "*", "m", """{"__type": "Event", "extra.text": "b"}""");
        Server.Call(13, "XREADGROUP", "GROUP", "intelmq", "reader", "STREAMS", "intelmq.net:stream:{in-queue}:0", ">");
        Server.Call(0, "CLIENT", "PAUSE", "20000", "WRITE");
        Task<IReadOnlyList<Delivery>> receiving = reader.ReceiveAsync(1, long.MaxValue, default).AsTask();
        while (!string.Concat(Server.Call(0, "INFO", "clients")).Contains("blocked_clients:1", StringComparison.Ordinal))
            await Task.Delay(10);
        Server.Call(0, "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await Assert.ThrowsAsync<IOException>(() => receiving.WaitAsync(TimeSpan.FromSeconds(30)));
        Server.Call(0, "CLIENT", "UNPAUSE");

        Assert.Equal(["b"], Texts(await AgainAsync(() => reader.ReceiveAsync(1, long.MaxValue, default))));
    }

    [RedisFact]
    public async Task Parts_may_change_once_the_queue_is_empty()
    {
        RedisStreamBroker broker = await OpenAsync(2);
        await WriteAsync(broker, In, "1:a");
        await Assert.ThrowsAsync<InvalidOperationException>(() => broker.DeclareAsync(new QueueDeclaration(In, null, 4), default).AsTask());
        Assert.Equal(1, await broker.ClearAsync(In, default));

        await broker.DeclareAsync(new QueueDeclaration(In, null, 4), default);
        await WriteAsync(broker, In, "3:b");

        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        Assert.Equal(["3:b"], Texts(await TakeAsync(reader)));
    }

    private static async Task<T> AgainAsync<T>(Func<ValueTask<T>> commit)
    {
        for (int retry = 0; ; retry++)
        {
            try
            {
                return await commit();
            }
            catch (IOException) when (retry < 100)
            {
                await Task.Delay(100);
            }
        }
    }
}

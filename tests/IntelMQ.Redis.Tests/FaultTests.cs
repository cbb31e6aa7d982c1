using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Redis.Tests;

public sealed class FaultTests
{
    private static readonly QueueName In = new("in-queue");
    private static readonly QueueName Out = new("out-queue");

    [Fact]
    public async Task A_server_that_is_not_there_is_told_of()
    {
        await using var broker = new RedisBroker(new RedisBrokerOptions { Port = 1 });

        IOException told = await Assert.ThrowsAsync<IOException>(() => broker.DeclareAsync(new QueueDeclaration(In, null, 1), default).AsTask());

        Assert.Equal("Redis at 127.0.0.1:1 cannot be reached.", told.Message);
    }

    [Fact]
    public void Settings_that_contradict_each_other_are_refused()
    {
        RedisBrokerOptions[] wrong =
        [
            new() { Host = "" },
            new() { Port = 0 },
            new() { Database = 13 },
            new() { Database = -1 },
            new() { Host = "/run/redis.sock", Tls = true },
            new() { User = "intelmq" },
            new() { Timeout = TimeSpan.Zero },
        ];

        Assert.All(wrong, static options => Assert.ThrowsAny<ArgumentException>(() => new RedisBroker(options)));
    }

    [RedisFact]
    public async Task A_password_is_asked_for_refused_and_taken()
    {
        using RedisProgram server = RedisProgram.Start("--requirepass", "right");

        Assert.Contains("asks for a password", await WhyAsync(server, null, null), StringComparison.Ordinal);
        Assert.Contains("refuses the user or the password", await WhyAsync(server, null, "wrong"), StringComparison.Ordinal);
        Assert.Null(await WhyAsync(server, null, "right"));
    }

    [RedisFact]
    public async Task A_user_without_the_right_to_run_scripts_is_told_what_is_missing()
    {
        using RedisProgram server = RedisProgram.Start("--user", "reader", "on", ">secret", "~*", "+@read", "+@connection", "+info", "--user", "intelmq", "on", ">secret", "~*", "+@all");

        RedisBrokerOptions options = server.Options();
        (options.User, options.Password) = ("reader", new Secret("secret"));
        await using var broker = new RedisBroker(options);
        await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        IOException told = await Assert.ThrowsAsync<IOException>(() => WriteAsync(broker, In, "a"));
        Assert.Contains("does not allow the user", told.Message, StringComparison.Ordinal);
        Assert.Null(await WhyAsync(server, "intelmq", "secret"));
    }

    [RedisFact]
    public async Task A_Unix_socket_serves_as_well()
    {
        using RedisProgram server = RedisProgram.Start();
        foreach (string host in (string[])[server.Socket, "unix://" + server.Socket])
        {
            await using var broker = new RedisBroker(new RedisBrokerOptions { Host = host });
            await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
            await WriteAsync(broker, In, "a");
        }

        Assert.Equal(["2"], server.Call(2, "LLEN", In.Value));
    }

    [RedisFact]
    public async Task Something_else_under_the_name_of_a_queue_is_told_of_and_nothing_is_stored()
    {
        using RedisProgram server = RedisProgram.Start();
        await using RedisBroker broker = await OpenAsync(server);
        server.Call(2, "SET", Out.Value, "no list");
        await WriteAsync(broker, In, "a");
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);

        IOException told = await Assert.ThrowsAsync<IOException>(() => reader.CommitAsync(new UnitOfWork { Number = 1, Outputs = [Batch(Out, "x")], Settled = received }, default).AsTask());

        Assert.Contains("something else than a list", told.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], server.Call(2, "LLEN", In.Value));
    }

    [RedisFact]
    public async Task A_server_whose_memory_is_used_up_takes_nothing_new_and_drains()
    {
        using RedisProgram server = RedisProgram.Start();
        await using RedisBroker broker = await OpenAsync(server);
        await WriteAsync(broker, In, "a", "b");
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);
        server.Call(2, "CONFIG", "SET", "maxmemory", "1");

        IOException told = await Assert.ThrowsAsync<IOException>(() => WriteAsync(broker, Out, "new"));
        Assert.Contains("no memory left", told.Message, StringComparison.Ordinal);
        Assert.True((await reader.CommitAsync(new UnitOfWork { Number = 1, Outputs = [Batch(Out, "x")], Settled = received }, default)).IsStored);

        Assert.Equal(["1"], server.Call(2, "LLEN", In.Value));
        Assert.Equal(["1"], server.Call(2, "LLEN", Out.Value));
    }

    [RedisFact]
    public async Task A_reader_tells_of_a_server_that_is_away_and_goes_on_when_it_is_back()
    {
        using RedisProgram server = RedisProgram.Start("--appendonly", "yes", "--appendfsync", "always");
        await using RedisBroker broker = await OpenAsync(server);
        await WriteAsync(broker, In, "a");
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        server.Kill();
        await Assert.ThrowsAsync<IOException>(() => reader.ReceiveAsync(1, long.MaxValue, default).AsTask());
        server.Run();

        Assert.Single(await AgainAsync(() => reader.ReceiveAsync(1, long.MaxValue, default)));
    }

    [RedisFact]
    public async Task A_server_that_is_killed_again_and_again_loses_and_doubles_nothing()
    {
        using RedisProgram server = RedisProgram.Start("--appendonly", "yes", "--appendfsync", "always");
        await using RedisBroker broker = await OpenAsync(server);
        const int Count = 4000;
        for (int i = 0; i < Count; i += 500)
            await WriteAsync(broker, In, [.. Enumerable.Range(i, 500).Select(static n => $"{n}")]);
        Task killing = Task.Run(async () =>
        {
            for (int kill = 0; kill < 5; kill++)
            {
                await Task.Delay(150 + (kill * 37));
                server.Kill();
                server.Run();
            }
        });

        await using (IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default))
        {
            long number = 0;
            for (int done = 0; done < Count;)
            {
                IReadOnlyList<Delivery> received = await AgainAsync(() => reader.ReceiveAsync(8, long.MaxValue, default));
                var batch = new OutgoingBatch(Out);
                foreach (Delivery delivery in received)
                    batch.Messages.Add(new Outgoing(delivery.Message!));
                CommitOutcome outcome = await CommitAsync(reader, new UnitOfWork { Number = ++number, Outputs = [batch], Settled = received });
                if (outcome.IsStored)
                    done += received.Count;
                await Task.Delay(2);
            }
        }

        await killing;

        Assert.Equal(["0"], server.Call(2, "LLEN", In.Value));
        Assert.Equal(Enumerable.Range(0, Count).Select(static n => Event($"{n}").ToString()), server.Call(2, "LRANGE", Out.Value, "0", "-1").Reverse());
    }

    [RedisFact]
    public async Task Failures_are_not_kept_twice_where_the_commit_is_tried_again()
    {
        using RedisProgram server = RedisProgram.Start("--appendonly", "yes", "--appendfsync", "always");
        await using RedisBroker broker = await OpenAsync(server);
        await WriteAsync(broker, In, "a");
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);
        var work = new UnitOfWork { Number = 1, Failures = [new Failure(Event("bad"), "Bad.") { Id = 7 }], Settled = received };
        server.Kill();
        await Assert.ThrowsAsync<IOException>(() => reader.CommitAsync(work, default).AsTask());
        server.Run();

        Assert.True((await CommitAsync(reader, work)).IsStored);

        Assert.Equal(1, ((MemoryFailureStore)broker.Failures).Count);
    }

    private static Task<CommitOutcome> CommitAsync(IQueueReader reader, UnitOfWork work) => AgainAsync(() => reader.CommitAsync(work, default));

    // As the pipeline does: until it works.
    private static async Task<T> AgainAsync<T>(Func<ValueTask<T>> ask)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (IOException) when (attempt < 300)
            {
                await Task.Delay(50);
            }
        }
    }

    private static async Task<string?> WhyAsync(RedisProgram server, string? user, string? password)
    {
        RedisBrokerOptions options = server.Options();
        (options.User, options.Password) = (user, password is null ? null : new Secret(password));
        await using var broker = new RedisBroker(options);
        try
        {
            await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
            return null;
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }

    private static async Task<RedisBroker> OpenAsync(RedisProgram server)
    {
        var broker = new RedisBroker(server.Options());
        await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        await broker.DeclareAsync(new QueueDeclaration(Out, null, 1), default);
        return broker;
    }

    private static Messages.Event Event(string text)
    {
        var message = new Messages.Event();
        message.Set("extra.text", text).ThrowIfRefused();
        return message;
    }

    private static OutgoingBatch Batch(QueueName queue, params string[] texts)
    {
        var batch = new OutgoingBatch(queue);
        foreach (string text in texts)
            batch.Messages.Add(new Outgoing(Event(text)));
        return batch;
    }

    private static async Task WriteAsync(RedisBroker broker, QueueName queue, params string[] texts)
    {
        await using IQueueWriter writer = await broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [Batch(queue, texts)] }, default);
    }
}

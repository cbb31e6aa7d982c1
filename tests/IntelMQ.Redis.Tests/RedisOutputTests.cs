using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Redis.Bots;

namespace IntelMQ.Redis.Tests;

public sealed class RedisOutputTests
{
    [RedisFact]
    public async Task Events_are_pushed_as_a_bot_in_Python_takes_them_oldest_first()
    {
        using RedisProgram server = RedisProgram.Start();
        await using RedisOutput output = Create(server);
        await output.StartAsync(default);

        await output.SendAsync([Text("a"), Text("b")], default);
        await output.SendAsync([Text("c")], default);

        var twin = new PythonBot(server, "next-queue");
        foreach (string text in (string[])["a", "b", "c"])
        {
            Assert.Equal($$"""{"__type": "Event", "extra.text": "{{text}}"}""", twin.Receive());
            twin.Acknowledge();
        }
    }

    [RedisFact]
    public async Task More_events_than_one_command_takes_come_in_their_order()
    {
        using RedisProgram server = RedisProgram.Start();
        await using RedisOutput output = Create(server, static options => (options.RedisDb, options.WithType, options.HierarchicalOutput) = (0, false, true));

        await output.SendAsync([.. Enumerable.Range(0, 2500).Select(static n => Text($"{n}"))], default);

        Assert.Equal(Enumerable.Range(0, 2500).Select(static n => $$$"""{"extra": {"text": "{{{n}}}"}}"""), server.Call(0, "LRANGE", "next-queue", "0", "-1").Reverse());
    }

    [RedisFact]
    public async Task A_server_that_is_away_stops_the_start_and_later_only_the_batch()
    {
        using RedisProgram server = RedisProgram.Start();
        await using RedisOutput output = Create(server);
        await output.StartAsync(default);
        server.Kill();

        await Assert.ThrowsAsync<IOException>(() => output.SendAsync([Text("a")], default).AsTask());
        await using RedisOutput other = Create(server);
        BotConfigurationException refused = await Assert.ThrowsAsync<BotConfigurationException>(() => other.StartAsync(default).AsTask());
        Assert.Contains("cannot be reached", Assert.Single(refused.Complaints), StringComparison.Ordinal);

        server.Run();
        for (int attempt = 0; attempt < 100; attempt++)
        {
            try
            {
                await output.SendAsync([Text("a")], default);
                break;
            }
            catch (IOException)
            {
                await Task.Delay(100);
            }
        }

        Assert.Equal(["1"], server.Call(2, "LLEN", "next-queue"));
    }

    [RedisFact]
    public async Task What_is_no_list_and_a_wrong_password_stop_the_start()
    {
        using RedisProgram server = RedisProgram.Start("--requirepass", "right");
        await using RedisOutput wrong = Create(server, static options => options.RedisPassword = new Secret("wrong"));
        Assert.Contains("refuses the user or the password", Assert.Single((await Assert.ThrowsAsync<BotConfigurationException>(() => wrong.StartAsync(default).AsTask())).Complaints), StringComparison.Ordinal);
        await using RedisOutput right = Create(server, static options => options.RedisPassword = new Secret("right"));

        await right.StartAsync(default);
        await right.SendAsync([Text("a")], default);
    }

    [Fact]
    public void Parameters_that_cannot_be_are_told_of_at_once()
    {
        var options = new RedisOutputOptions { RedisServerPort = 0, RedisDb = -1, RedisTimeout = TimeSpan.FromMilliseconds(1), RedisServerIp = "" };

        BotConfigurationException refused = Assert.Throws<BotConfigurationException>(() => new RedisOutput(options));

        Assert.Equal(5, refused.Complaints.Count);
    }

    private static RedisOutput Create(RedisProgram server, Action<RedisOutputOptions>? set = null)
    {
        var options = new RedisOutputOptions { RedisServerPort = server.Port, RedisQueue = "next-queue" };
        set?.Invoke(options);
        return new RedisOutput(options);
    }

    private static Event Text(string text)
    {
        var message = new Event();
        message.Set("extra.text", text).ThrowIfRefused();
        return message;
    }
}

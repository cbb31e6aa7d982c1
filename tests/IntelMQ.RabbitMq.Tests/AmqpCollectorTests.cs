using System.Text;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.RabbitMq.Amqp;

namespace IntelMQ.RabbitMq.Tests;

public sealed class AmqpCollectorTests(RabbitServerFixture fixture) : RabbitTest(fixture)
{
    [RabbitFact]
    public async Task Messages_become_reports_and_leave_the_queue_when_they_are_settled()
    {
        await using PythonBot sender = await PythonBot.StartAsync(Server, In.Value);
        await sender.SendAsync(In.Value, "one");
        await sender.SendAsync(In.Value, "two");
        await using (AmqpCollector collector = Create())
        {
            List<CollectedReport> collected = await TakeAsync(collector, 2);
            Assert.Equal(["one", "two"], collected.Select(static one => Encoding.UTF8.GetString(one.Report.Raw.Span)));
            Assert.Equal("Example Feed", collected[0].Report["feed.name"].ToString());
            await collected[0].SettleAsync(default);
        }

        // The second was under way, and comes again.
        await using AmqpCollector next = Create();
        CollectedReport again = Assert.Single(await TakeAsync(next, 1));
        Assert.Equal("two", Encoding.UTF8.GetString(again.Report.Raw.Span));
        await again.SettleAsync(default);
    }

    [RabbitFact]
    public async Task Messages_of_IntelMQ_are_handed_on_and_what_is_none_is_a_failure_that_does_not_come_again()
    {
        await using PythonBot sender = await PythonBot.StartAsync(Server, In.Value);
        await sender.SendAsync(In.Value, """{"__type": "Report", "feed.name": "Remote", "raw": "eA=="}""");
        await sender.SendAsync(In.Value, """{"__type": "Event", "source.ip": "192.0.2.1"}""");
        await sender.SendAsync(In.Value, """{"__type": "Report", "feed.name": "Remote"}""");
        await sender.SendAsync(In.Value, "x");
        await sender.SendAsync(In.Value, "");
        await using AmqpCollector collector = Create(static options => options.ExpectIntelmqMessage = true);

        List<CollectedReport> collected = await TakeAsync(collector, 4);

        Assert.Equal(("Remote", "x"), (collected[0].Report["feed.name"].ToString(), Encoding.UTF8.GetString(collected[0].Report.Raw.Span)));
        Assert.Equal("""{"__type": "Event", "source.ip": "192.0.2.1"}""", Encoding.UTF8.GetString(collected[1].Report.Raw.Span));
        Assert.Contains("none of IntelMQ", collected[2].Failure!.Reason, StringComparison.Ordinal);
        Assert.Contains("empty", collected[3].Failure!.Reason, StringComparison.Ordinal);
        foreach (CollectedReport one in collected.Take(2))
            await one.SettleAsync(default);
        await collector.DisposeAsync();
        // The last failure is acknowledged when the host asks for more, as it has kept it then.
        Assert.True((await DrainAsync(In)).Length <= 1);
    }

    [RabbitFact]
    public async Task A_connection_that_is_closed_is_made_anew()
    {
        await using PythonBot sender = await PythonBot.StartAsync(Server, In.Value);
        await using AmqpCollector collector = Create(static options => options.ReconnectDelay = TimeSpan.FromMilliseconds(100));
        Task<List<CollectedReport>> taking = TakeAsync(collector, 1);
        await Task.Delay(500);
        Server.Control("close_all_connections", "test");
        await using PythonBot second = await PythonBot.StartAsync(Server, In.Value);
        await second.SendAsync(In.Value, "one");

        CollectedReport collected = Assert.Single(await taking.WaitAsync(TimeSpan.FromSeconds(60)));
        await collected.SettleAsync(default);
    }

    [RabbitFact]
    public async Task A_queue_that_is_not_there_a_wrong_password_and_a_server_that_is_not_there_are_told_of()
    {
        Assert.Contains("does not have what was asked for", await WhyAsync(static options => options.QueueName = "nowhere"), StringComparison.Ordinal);
        Assert.Contains("the password", await WhyAsync(static options => (options.Connection.Username, options.Connection.Password) = ("guest", new Secret("wrong"))), StringComparison.Ordinal);
        Assert.Contains("cannot be reached", await WhyAsync(static options => (options.Connection.ConnectionPort, options.Connection.ConnectionAttempts) = (1, 1)), StringComparison.Ordinal);
        Assert.Contains("over TLS", await WhyAsync(options => (options.Connection.ConnectionHost, options.Connection.ConnectionPort, options.Connection.UseSsl) = ("localhost", Server.TlsPort, true)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_queue_has_to_be_named()
        => Assert.Contains("queue_name", Assert.Throws<BotConfigurationException>(static () => new AmqpCollector(new AmqpCollectorOptions())).Message, StringComparison.Ordinal);

    private static async Task<List<CollectedReport>> TakeAsync(AmqpCollector collector, int count)
    {
        var collected = new List<CollectedReport>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (CollectedReport one in collector.CollectAsync(limit.Token))
        {
            collected.Add(one);
            if (collected.Count == count)
                break;
        }

        return collected;
    }

    private AmqpCollector Create(Action<AmqpCollectorOptions>? set = null)
    {
        var options = new AmqpCollectorOptions { QueueName = In.Value, Name = "Example Feed" };
        options.Connection.ConnectionPort = Server.Port;
        set?.Invoke(options);
        return new AmqpCollector(options);
    }

    private async Task<string> WhyAsync(Action<AmqpCollectorOptions> set)
    {
        await using AmqpCollector collector = Create(options =>
        {
            options.Reconnect = false;
            set(options);
        });
        return (await Assert.ThrowsAnyAsync<IOException>(() => TakeAsync(collector, 1))).Message;
    }
}

using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Messages;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Tests;

// The STOMP bots against the server's plug-in.
public sealed class StompTests(RabbitServerFixture fixture) : RabbitTest(fixture)
{
    private const string Queue = "stomp-queue";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (RabbitProgram.WhyNot is null)
            await DeleteAsync(Queue);
    }

    [RabbitFact]
    public async Task Messages_become_reports_and_what_is_not_settled_comes_again()
    {
        await PublishAsync("one\n\n", "two", "  ");
        await using (StompCollector collector = Create())
        {
            List<CollectedReport> collected = await TakeAsync(collector, 2);
            Assert.Equal(["one", "two"], collected.Select(static one => Encoding.UTF8.GetString(one.Report.Raw.Span)));
            Assert.Equal($"stomp://localhost:{Server.StompTlsPort}//amq/queue/{Queue}", collected[0].Report["feed.url"].ToString());
            await collected[0].SettleAsync(default);
        }

        await using StompCollector next = Create();
        Assert.Equal("two", Encoding.UTF8.GetString(Assert.Single(await TakeAsync(next, 1)).Report.Raw.Span));
    }

    [RabbitFact]
    public async Task A_durable_subscription_of_an_exchange_gets_what_was_sent_while_nobody_received()
    {
        void Durable(StompCollectorOptions options)
        {
            options.Exchange = "/exchange/amq.topic/alerts.#";
            options.SubscriptionHeaders = new TextMap([new("durable", "true"), new("auto-delete", "false"), new("x-queue-name", Queue)]);
        }

        await using (StompCollector first = Create(Durable))
        {
            Task<List<CollectedReport>> taking = TakeAsync(first, 1);
            await SendToTopicAsync("one");
            await (await taking)[0].SettleAsync(default);
        }

        await SendToTopicAsync("two");
        await using StompCollector second = Create(Durable);
        Assert.Equal("two", Encoding.UTF8.GetString((await TakeAsync(second, 1))[0].Report.Raw.Span));
    }

    [RabbitFact]
    public async Task A_connection_that_is_closed_is_made_anew()
    {
        await PublishAsync("one");
        await using StompCollector collector = Create(static options => options.ReconnectDelay = TimeSpan.FromMilliseconds(100));
        var texts = new List<string>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (CollectedReport one in collector.CollectAsync(limit.Token))
        {
            await one.SettleAsync(default);
            texts.Add(Encoding.UTF8.GetString(one.Report.Raw.Span));
            if (texts.Contains("two"))
                break;
            if (texts.Count > 1)
                continue;
            Server.Control("eval", "[exit(P, kill) || P <- rabbit_stomp:list()].");
            await PublishAsync("two");
        }

        Assert.Equal("two", texts[^1]);
    }

    [RabbitFact]
    public async Task A_wrong_password_a_virtual_host_or_broker_that_is_not_there_and_a_certificate_that_nobody_vouches_for_are_told_of()
    {
        Assert.Contains("refuses", await WhyAsync(static options => options.Connection.Password = new Secret("wrong")), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("certificate", await WhyAsync(static options => options.Connection.SslCaCertificate = ""), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("irtual host", await WhyAsync(static options => options.Connection.Vhost = "nowhere"), StringComparison.Ordinal);
        Assert.Contains("cannot be used", await WhyAsync(static options => options.Connection.Port = 1), StringComparison.Ordinal);
    }

    [RabbitFact]
    public async Task What_the_output_sends_the_collector_receives()
    {
        await using var output = new StompOutput(new StompOutputOptions
        {
            Server = "localhost",
            Exchange = $"/queue/{Queue}",
            Connection = { Port = Server.StompTlsPort, SslCaCertificate = Server.Authority, AuthBySslClientCertificate = false },
        });
        await output.StartAsync(default);
        await output.SendAsync([Text("a"), Text("b")], default);
        await using StompCollector collector = Create();

        List<CollectedReport> collected = await TakeAsync(collector, 2);

        Assert.Equal(["""{"extra.text": "a"}""", """{"extra.text": "b"}"""], collected.Select(static one => Encoding.UTF8.GetString(one.Report.Raw.Span)));
        foreach (CollectedReport one in collected)
            await one.SettleAsync(default);
    }

    private static async Task<List<CollectedReport>> TakeAsync(StompCollector collector, int count)
    {
        await collector.StartAsync(default);
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

    private StompCollector Create(Action<StompCollectorOptions>? set = null)
    {
        var options = new StompCollectorOptions
        {
            Server = "localhost",
            Exchange = $"/amq/queue/{Queue}",
            Connection = { Port = Server.StompTlsPort, SslCaCertificate = Server.Authority, AuthBySslClientCertificate = false },
        };
        set?.Invoke(options);
        return new StompCollector(options);
    }

    private async Task<string> WhyAsync(Action<StompCollectorOptions> set)
    {
        await using StompCollector collector = Create(options =>
        {
            options.Reconnect = false;
            set(options);
        });
        return (await Assert.ThrowsAnyAsync<IOException>(() => TakeAsync(collector, 1))).Message;
    }

    private async Task PublishAsync(params string[] bodies)
    {
        await using IConnection connection = await ConnectAsync();
        await using IChannel channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        foreach (string body in bodies)
            await channel.BasicPublishAsync("", Queue, Encoding.UTF8.GetBytes(body));
    }

    // Whether the queue is there yet is told by what is returned.
    private async Task SendToTopicAsync(string body)
    {
        await using IConnection connection = await ConnectAsync();
        await using IChannel channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await channel.BasicPublishAsync("amq.topic", "alerts.x", mandatory: true, Encoding.UTF8.GetBytes(body));
                return;
            }
            catch (RabbitMQ.Client.Exceptions.PublishException) when (attempt < 100)
            {
                await Task.Delay(100);
            }
        }
    }
}

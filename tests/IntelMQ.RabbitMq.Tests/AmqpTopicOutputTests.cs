using System.Text;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.RabbitMq.Amqp;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Tests;

public sealed class AmqpTopicOutputTests(RabbitServerFixture fixture) : RabbitTest(fixture)
{
    private const string Exchange = "events";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (RabbitProgram.WhyNot is not null)
            return;
        await using IConnection connection = await ConnectAsync();
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeleteAsync(Exchange);
        await channel.ExchangeDeclareAsync(Exchange, "topic", durable: true);
        await channel.QueueDeclareAsync(Out.Value, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(Out.Value, Exchange, "scanner.#");
    }

    [RabbitFact]
    public async Task Events_are_published_with_their_routing_keys_and_properties()
    {
        await using AmqpTopicOutput output = await StartAsync(static options => (options.RoutingKey, options.FormatRoutingKey) = ("{ev[classification.type]}.{ev[source.asn]:06d}", true));

        await output.SendAsync([Scanner(64496), Scanner(64497)], default);

        await using IConnection connection = await ConnectAsync();
        await using IChannel channel = await connection.CreateChannelAsync();
        BasicGetResult first = (await channel.BasicGetAsync(Out.Value, true))!;
        BasicGetResult second = (await channel.BasicGetAsync(Out.Value, true))!;
        Assert.Equal(("events", "scanner.064496"), (first.Exchange, first.RoutingKey));
        Assert.Equal("scanner.064497", second.RoutingKey);
        Assert.Equal(("application/json", DeliveryModes.Persistent), (first.BasicProperties.ContentType, first.BasicProperties.DeliveryMode));
        Assert.Equal("""{"classification.type": "scanner", "source.asn": 64496}""", Encoding.UTF8.GetString(first.Body.Span));
        Assert.Equal(32, first.BasicProperties.MessageId!.Length);
        Assert.NotEqual(first.BasicProperties.MessageId, second.BasicProperties.MessageId);
    }

    [RabbitFact]
    public async Task What_no_queue_takes_fails_where_a_confirmation_is_required_and_the_rest_is_not_sent_again()
    {
        await using AmqpTopicOutput output = await StartAsync(static options => (options.RoutingKey, options.FormatRoutingKey) = ("{ev[classification.type]}", true));
        var other = new Event();
        other.Set("classification.type", "spam").ThrowIfRefused();
        Event[] batch = [Scanner(64496), other];

        IOException told = await Assert.ThrowsAsync<IOException>(() => output.SendAsync(batch, default).AsTask());
        await Assert.ThrowsAsync<IOException>(() => output.SendAsync(batch, default).AsTask());

        Assert.Contains("no queue for the routing key spam", told.Message, StringComparison.Ordinal);
        Assert.Single(await DrainAsync(Out));
    }

    [RabbitFact]
    public async Task What_no_queue_takes_is_dropped_by_the_server_where_no_confirmation_is_required()
    {
        await using AmqpTopicOutput output = await StartAsync(static options => (options.RoutingKey, options.RequireConfirmation) = ("nowhere", false));

        await output.SendAsync([Scanner(64496)], default);

        Assert.Empty(await DrainAsync(Out));
    }

    [RabbitFact]
    public async Task An_event_without_the_field_of_the_routing_key_is_refused_and_nothing_of_its_batch_is_sent()
    {
        await using AmqpTopicOutput output = await StartAsync(static options => (options.RoutingKey, options.FormatRoutingKey) = ("scanner.{ev[source.ip]}", true));

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync([Scanner(64496)], default).AsTask());

        Assert.Contains("source.ip", refused.Message, StringComparison.Ordinal);
    }

    [RabbitFact]
    public async Task An_exchange_with_other_settings_a_wrong_password_and_a_server_that_is_not_there_stop_the_start()
    {
        Assert.Contains("other settings", await WhyAsync(static options => options.ExchangeDurable = false), StringComparison.Ordinal);
        Assert.Contains("the password", await WhyAsync(static options => (options.Connection.Username, options.Connection.Password) = ("guest", new Secret("wrong"))), StringComparison.Ordinal);
        Assert.Contains("cannot be reached", await WhyAsync(static options => (options.Connection.ConnectionPort, options.Connection.ConnectionAttempts) = (1, 1)), StringComparison.Ordinal);
        Assert.Contains("over TLS", await WhyAsync(options => (options.Connection.ConnectionHost, options.Connection.ConnectionPort, options.Connection.UseSsl) = ("localhost", Server.TlsPort, true)), StringComparison.Ordinal);
        await using AmqpTopicOutput trusted = await StartAsync(options =>
        {
            (options.Connection.ConnectionHost, options.Connection.ConnectionPort, options.Connection.UseSsl) = ("localhost", Server.TlsPort, true);
            options.Connection.SslCaCertificate = Server.Authority;
        });
        await trusted.SendAsync([Scanner(64496)], default);
        Assert.Single(await DrainAsync(Out));
    }

    [RabbitFact]
    public async Task A_connection_that_is_closed_in_the_middle_is_made_anew_with_the_next_try()
    {
        await using AmqpTopicOutput output = await StartAsync();
        await output.SendAsync([Scanner(1)], default);
        Server.Control("close_all_connections", "test");

        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await output.SendAsync([Scanner(2)], default);
                break;
            }
            catch (IOException) when (attempt < 100)
            {
                await Task.Delay(50);
            }
        }

        Assert.Equal(2, (await DrainAsync(Out)).Length);
    }

    [Theory]
    [InlineData(null, "events", "exchange_name is missing")]
    [InlineData("e", null, "routing_key is missing")]
    [InlineData("e", "{ev[source.ip]", "routing_key cannot be")]
    [InlineData("e", "{event[source.ip]}", "routing_key cannot be")]
    [InlineData("e", "}", "routing_key cannot be")]
    [InlineData("e", "{ev[source.ip]:%Y}", "routing_key cannot be")]
    public void Parameters_that_cannot_be_used_are_refused(string? exchange, string? key, string complaint)
    {
        BotConfigurationException refused = Assert.Throws<BotConfigurationException>(() => new AmqpTopicOutput(new AmqpTopicOutputOptions { ExchangeName = exchange, RoutingKey = key, FormatRoutingKey = true }));

        Assert.Contains(complaint, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lit{{x}}", "lit{x}")]
    [InlineData("{ev[source.asn]}", "64496")]
    [InlineData("{ev[source.asn]:8d}|", "   64496|")]
    [InlineData("{ev[classification.type]:9s}|", "scanner  |")]
    public void A_routing_key_is_formatted_as_Python_formats_it(string template, string key)
        => Assert.Equal(key, RoutingKeyTemplate.Parse(template, true, out _)!.KeyOf(Scanner(64496)));

    private static Event Scanner(int asn)
    {
        var message = new Event();
        message.Set("classification.type", "scanner").ThrowIfRefused();
        message.Set("source.asn", $"{asn}").ThrowIfRefused();
        return message;
    }

    private async Task<AmqpTopicOutput> StartAsync(Action<AmqpTopicOutputOptions>? set = null)
    {
        var options = new AmqpTopicOutputOptions { ExchangeName = Exchange, RoutingKey = "scanner.x" };
        options.Connection.ConnectionPort = Server.Port;
        set?.Invoke(options);
        var output = new AmqpTopicOutput(options);
        try
        {
            await output.StartAsync(default);
            return output;
        }
        catch
        {
            await output.DisposeAsync();
            throw;
        }
    }

    private async Task<string> WhyAsync(Action<AmqpTopicOutputOptions> set) => (await Assert.ThrowsAsync<BotConfigurationException>(() => StartAsync(set))).Message;
}

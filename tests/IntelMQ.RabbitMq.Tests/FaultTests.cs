using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using IntelMQ.State;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Tests;

// What the server refuses, and what it says of itself.
public sealed class FaultTests(RabbitServerFixture fixture) : RabbitTest(fixture)
{
    [RabbitFact]
    public async Task A_wrong_password_a_virtual_host_that_is_not_there_and_a_right_that_is_missing_are_told_of_at_once()
    {
        Server.Control("add_user", "reader", "secret");
        Server.Control("set_permissions", "reader", "^nothing$", "^nothing$", ".*");

        Assert.Contains("refuses the user or the password", await WhyAsync(static options => options.Password = new Secret("wrong")), StringComparison.Ordinal);
        Assert.Contains("virtual host", await WhyAsync(static options => options.VirtualHost = "nowhere"), StringComparison.Ordinal);
        Server.Control("add_vhost", "apart");
        Server.Control("set_permissions", "-p", "apart", "guest", ".*", ".*", ".*");
        Assert.Null(await WhyAsync(static options => options.VirtualHost = "apart"));
        Assert.Contains("does not allow the user", await WhyAsync(static options => (options.User, options.Password) = ("reader", new Secret("secret"))), StringComparison.Ordinal);
    }

    [RabbitFact]
    public async Task TLS_is_spoken_and_the_certificate_is_checked()
    {
        Assert.Null(await WhyAsync(options => (options.Host, options.Port, options.Tls, options.AuthorityFile) = ("localhost", Server.TlsPort, true, Server.Authority)));

        string? untrusted = await WhyAsync(options => (options.Host, options.Port, options.Tls) = ("localhost", Server.TlsPort, true));
        string? misnamed = await WhyAsync(options => (options.Host, options.Port, options.Tls, options.AuthorityFile) = ("127.0.0.1", Server.TlsPort, true, Server.Authority));
        string? missing = await WhyAsync(options => (options.Host, options.Port, options.Tls, options.AuthorityFile) = ("localhost", Server.TlsPort, true, "/nowhere/ca.pem"));

        Assert.Contains("over TLS", untrusted, StringComparison.Ordinal);
        Assert.Contains("over TLS", misnamed, StringComparison.Ordinal);
        Assert.Contains("/nowhere/ca.pem", missing, StringComparison.Ordinal);
    }

    [RabbitFact]
    public async Task A_queue_that_is_full_by_a_policy_takes_the_rest_when_there_is_room()
    {
        Server.Control("set_policy", "limit", "^out-queue$", """{"max-length": 3, "overflow": "reject-publish"}""", "--apply-to", "queues");
        try
        {
            await using RabbitMqBroker broker = await OpenAsync();
            Task writing = WriteAsync(broker, Out, [.. Enumerable.Range(0, 10).Select(static n => $"{n}")]);
            await Task.Delay(300);
            Assert.False(writing.IsCompleted);
            await using IQueueReader reader = await broker.OpenReaderAsync(Out, 0, 1, default);
            var came = new List<string>();
            for (long number = 1; came.Count < 10; number++)
            {
                IReadOnlyList<Delivery> received = await reader.ReceiveAsync(2, long.MaxValue, default).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
                came.AddRange(Texts(received));
                await reader.CommitAsync(new UnitOfWork { Number = number, Settled = received }, default);
            }

            await writing.WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(Enumerable.Range(0, 10).Select(static n => $"{n}"), came.OrderBy(static text => int.Parse(text, CultureInfo.InvariantCulture)));
        }
        finally
        {
            Server.Control("clear_policy", "limit");
        }
    }

    [RabbitFact]
    public async Task A_server_without_memory_takes_nothing_and_what_waited_comes_once_when_it_has_some()
    {
        await using RabbitMqBroker broker = await OpenAsync(static options => options.Timeout = TimeSpan.FromSeconds(2));
        await WriteAsync(broker, In, "a");
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);
        var work = new UnitOfWork { Number = 1, Outputs = [Batch(Out, "x")], Settled = received };
        Server.Control("set_vm_memory_high_watermark", "absolute", "1");
        try
        {
            IOException told = await Assert.ThrowsAnyAsync<IOException>(() => reader.CommitAsync(work, default).AsTask());
            Assert.Contains("publishes nothing for now", told.Message, StringComparison.Ordinal);
        }
        finally
        {
            Server.Control("set_vm_memory_high_watermark", "0.4");
        }

        Assert.True((await UntilItWorksAsync(reader, work)).IsStored);
        await using IQueueReader receiver = await broker.OpenReaderAsync(Out, 0, 1, default);
        Assert.Equal(["x"], Texts(await receiver.ReceiveAsync(10, long.MaxValue, default)));
    }

    [RabbitFact]
    public async Task A_queue_that_somebody_deletes_is_declared_anew_and_used()
    {
        await using RabbitMqBroker broker = await OpenAsync();
        await DeleteAsync(Out.Value);

        await WriteAsync(broker, Out, "x");

        Assert.Equal([Json("x")], await DrainAsync(Out));
    }

    [RabbitFact]
    public async Task A_reader_goes_on_when_its_queue_was_deleted_and_is_there_again()
    {
        await using RabbitMqBroker broker = await OpenAsync();
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        Task<IReadOnlyList<Delivery>> receiving = reader.ReceiveAsync(1, long.MaxValue, default).AsTask();
        await Task.Delay(200);
        await DeleteAsync(In.Value);
        IOException told = await Assert.ThrowsAnyAsync<IOException>(() => receiving.WaitAsync(TimeSpan.FromSeconds(30)));

        await WriteAsync(broker, In, "a");

        Assert.Contains("has the queue in-queue no more", told.Message, StringComparison.Ordinal);
        Assert.Equal(["a"], Texts(await ReceiveAsync(reader, 1)));
    }

    [RabbitFact]
    public async Task A_message_that_is_larger_than_the_server_takes_is_kept_as_failure_and_the_others_go_on()
    {
        await using RabbitMqBroker broker = await OpenAsync(static options => options.MaxMessageBytes = 1000);
        var batch = new OutgoingBatch(Out);
        batch.Messages.Add(new Outgoing(new Report(new byte[2000], Schema.Default)));
        batch.Messages.Add(new Outgoing(Text("x")));
        await using IQueueWriter writer = await broker.OpenWriterAsync(default);

        Assert.True((await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch] }, default)).IsStored);

        Assert.Equal([Json("x")], await DrainAsync(Out));
        Assert.Equal(1, ((MemoryFailureStore)broker.Failures).Count);
    }

    [RabbitFact]
    public async Task What_waits_for_long_is_received_anew_before_the_server_takes_it_for_forgotten()
    {
        await using RabbitMqBroker broker = await OpenAsync(static options => options.ConsumerTimeout = TimeSpan.FromSeconds(2));
        await WriteAsync(broker, In, [.. Enumerable.Range(0, 40).Select(static n => $"{n}")]);
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> first = await reader.ReceiveAsync(20, long.MaxValue, default);
        await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = first }, default);
        await Task.Delay(2500);

        IReadOnlyList<Delivery> second = await reader.ReceiveAsync(20, long.MaxValue, default);

        Assert.Equal(Enumerable.Range(20, 20).Select(static n => $"{n}"), Texts(second));
        Assert.All(second, static delivery => Assert.Equal(2, delivery.Attempt));
    }

    [RabbitFact]
    public async Task A_named_exchange_is_published_to_and_nothing_is_declared()
    {
        await using (IConnection connection = await ConnectAsync())
        await using (IChannel channel = await connection.CreateChannelAsync())
        {
            await channel.ExchangeDeclareAsync("intelmq", "topic", durable: true);
            await channel.QueueDeclareAsync(In.Value, durable: false, exclusive: false, autoDelete: false);
            await channel.QueueDeclareAsync(Out.Value, durable: false, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync(Out.Value, "intelmq", Out.Value);
        }

        await using RabbitMqBroker broker = await OpenAsync(static options => options.Exchange = "intelmq");
        await WriteAsync(broker, Out, "x");
        IOException told = await Assert.ThrowsAnyAsync<IOException>(() => WriteAsync(broker, In, "y"));

        Assert.Equal([Json("x")], await DrainAsync(Out));
        Assert.Contains("behind the exchange intelmq", told.Message, StringComparison.Ordinal);
    }

    // As the pipeline does.
    internal static async Task<CommitOutcome> UntilItWorksAsync(IQueueReader reader, UnitOfWork work)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await reader.CommitAsync(work, default);
            }
            catch (IOException) when (attempt < 600)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <inheritdoc cref="UntilItWorksAsync"/>
    internal static async Task<IReadOnlyList<Delivery>> ReceiveAsync(IQueueReader reader, int max)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await reader.ReceiveAsync(max, long.MaxValue, default).AsTask().WaitAsync(TimeSpan.FromMinutes(2));
            }
            catch (IOException) when (attempt < 600)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task<string?> WhyAsync(Action<RabbitMqBrokerOptions> set)
    {
        RabbitMqBrokerOptions options = Server.Options();
        set(options);
        await using var broker = new RabbitMqBroker(options);
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
}

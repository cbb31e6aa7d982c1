using System.Globalization;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.RabbitMq.Tests;

// A server that is ended, comes back, or comes late.
public sealed class RestartTests
{
    private static readonly QueueName In = new("in-queue");
    private static readonly QueueName Out = new("out-queue");

    [RabbitFact]
    public async Task A_server_that_is_killed_while_messages_flow_loses_nothing_and_what_comes_again_is_dropped()
    {
        using var server = new RabbitProgram();
        RabbitMqBrokerOptions options = server.Options();
        await using var broker = new RabbitMqBroker(options);
        await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        await broker.DeclareAsync(new QueueDeclaration(Out, null, 1), default);
        const int Count = 1500;
        await SendAsync(broker, Count);
        // RabbitMQ writes a new queue to its tables a moment after it has answered; until then a kill takes the queue away as well.
        await Task.Delay(TimeSpan.FromSeconds(5));
        Task killing = Task.Run(async () =>
        {
            for (int kill = 0; kill < 2; kill++)
            {
                await Task.Delay(500 + (kill * 137));
                server.Kill();
                server.Run();
            }
        });

        await CopyAsync(broker, Count);
        await killing;

        Assert.Equal(Enumerable.Range(0, Count), (await ReadAsync(broker, Out)).Order());
    }

    [RabbitFact]
    public async Task A_server_may_come_late_come_back_empty_or_with_another_password()
    {
        using var server = new RabbitProgram();
        server.Kill();
        await using var broker = new RabbitMqBroker(server.Options());
        await Assert.ThrowsAnyAsync<IOException>(() => DeclareAsync(broker));
        server.Run();
        for (bool isThere = false; !isThere; await Task.Delay(200))
            isThere = await Record.ExceptionAsync(() => DeclareAsync(broker)) is null;

        // Empty: what waited is gone, what comes is received.
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        await WriteAsync(broker, "gone");
        IReadOnlyList<Delivery> held = await FaultTests.ReceiveAsync(reader, 1);
        server.Kill();
        server.Empty();
        server.Run();
        CommitOutcome outcome = await FaultTests.UntilItWorksAsync(reader, new UnitOfWork { Number = 1, Settled = held });
        Assert.True(outcome.IsLost || outcome.IsStored);
        await WriteAsync(broker, "new");
        IReadOnlyList<Delivery> received = await FaultTests.ReceiveAsync(reader, 1);
        Assert.Equal("new", Assert.Single(received).Message!["extra.text"].ToString());

        // Another password: told of, until it is the right one again.
        server.Control("change_password", "guest", "other");
        server.Control("close_all_connections", "test");
        IOException told = await Assert.ThrowsAnyAsync<IOException>(() => WriteAsync(broker, "late"));
        while (!told.Message.Contains("refuses the user or the password", StringComparison.Ordinal))
            told = await Assert.ThrowsAnyAsync<IOException>(() => WriteAsync(broker, "late"));
        server.Control("change_password", "guest", "guest");
        received = await FaultTests.ReceiveAsync(reader, 1);
        Assert.Equal("new", Assert.Single(received).Message!["extra.text"].ToString());
    }

    private static Task DeclareAsync(RabbitMqBroker broker) => broker.DeclareAsync(new QueueDeclaration(In, null, 1), default).AsTask();

    private static async Task SendAsync(RabbitMqBroker broker, int count)
    {
        await using IQueueWriter writer = await broker.OpenWriterAsync(default);
        var batch = new OutgoingBatch(In);
        for (int i = 0; i < count; i++)
            batch.Messages.Add(new Outgoing(Text($"{i}")) { Envelope = new Envelope { Lineage = Lineage.OfReport("collector", BitConverter.GetBytes(i)) } });
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch] }, default);
    }

    private static async Task CopyAsync(RabbitMqBroker broker, int count)
    {
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        long number = 0;
        for (int done = 0; done < count;)
        {
            IReadOnlyList<Delivery> received = await FaultTests.ReceiveAsync(reader, 8);
            var batch = new OutgoingBatch(Out);
            foreach (Delivery delivery in received)
                batch.Messages.Add(new Outgoing(delivery.Message!) { Envelope = new Envelope { Lineage = delivery.Envelope.Lineage } });
            CommitOutcome outcome = await FaultTests.UntilItWorksAsync(reader, new UnitOfWork { Number = ++number, Outputs = [batch], Settled = received });
            if (outcome.IsStored)
                done += received.Count;
            await Task.Delay(5);
        }
    }

    private static async Task<List<int>> ReadAsync(RabbitMqBroker broker, QueueName queue)
    {
        await broker.CompleteAsync(queue, default);
        await using IQueueReader reader = await broker.OpenReaderAsync(queue, 0, 1, default);
        var found = new List<int>();
        for (long number = 1; ; number++)
        {
            IReadOnlyList<Delivery> received = await FaultTests.ReceiveAsync(reader, 100);
            if (received.Count == 0)
                return found;
            CommitOutcome outcome = await FaultTests.UntilItWorksAsync(reader, new UnitOfWork { Number = number, Settled = received });
            if (outcome.IsStored)
                found.AddRange(received.Select(static delivery => int.Parse(delivery.Message!["extra.text"].ToString(), CultureInfo.InvariantCulture)));
        }
    }

    private static Event Text(string text)
    {
        var message = new Event();
        message.Set("extra.text", text).ThrowIfRefused();
        return message;
    }

    private static async Task WriteAsync(RabbitMqBroker broker, string text)
    {
        await using IQueueWriter writer = await broker.OpenWriterAsync(default);
        var batch = new OutgoingBatch(In);
        batch.Messages.Add(new Outgoing(Text(text)));
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch] }, default);
                return;
            }
            catch (IOException exception) when (attempt < 300 && !exception.Message.Contains("password", StringComparison.Ordinal))
            {
                await Task.Delay(100);
            }
        }
    }
}

using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using IntelMQ.State;

namespace IntelMQ.RabbitMq.Tests;

// What comes again, since a process ended between two steps of a commit.
#pragma warning disable CA1001 // What it owns is memory alone.
public sealed class RepeatTests(RabbitServerFixture fixture) : RabbitTest(fixture)
#pragma warning restore CA1001
{
    private readonly MemoryStateStore _state = new(TimeProvider.System);

    [RabbitFact]
    public async Task What_was_sent_before_a_kill_is_sent_again_under_the_same_ids_and_dropped()
    {
        await SendReportAsync("report");
        // The first process ends after it has sent what it made, before it says so.
        RabbitMqBroker killed = await OpenWithStateAsync();
        IQueueReader reader = await killed.OpenReaderAsync(In, 0, 1, default);
        await CommitElementsAsync(reader, fails: true, killed);
        await killed.DisposeAsync();

        await using RabbitMqBroker next = await OpenWithStateAsync();
        await using IQueueReader again = await next.OpenReaderAsync(In, 0, 1, default);
        Assert.True(await CommitElementsAsync(again, fails: false, next));

        Assert.Equal(6, (await next.GetStatusAsync(Out, default)).Count);
        await using IQueueReader receiver = await next.OpenReaderAsync(Out, 0, 1, default);
        Assert.Equal(["1", "2", "3"], Texts(await receiver.ReceiveAsync(10, long.MaxValue, default)));
        Assert.Equal(3, (await next.GetStatusAsync(Out, default)).Count);
    }

    [RabbitFact]
    public async Task A_message_that_is_settled_but_not_acknowledged_is_dropped_when_it_comes_again()
    {
        await SendReportAsync("report");
        RabbitMqBroker first = await OpenWithStateAsync();
        IQueueReader reader = await first.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);
        // As the commit stores it, before it acknowledges.
        var changes = new List<StateChange>();
        first.Find(In).Memory.AddSettled(changes, first.Find(In).Window.Find(received[0].Tag)!.Id);
        await _state.ApplyAsync(changes, default);
        await first.DisposeAsync();

        await using RabbitMqBroker next = await OpenWithStateAsync();
        await next.CompleteAsync(In, default);
        await using IQueueReader again = await next.OpenReaderAsync(In, 0, 1, default);

        Assert.Empty(await again.ReceiveAsync(1, long.MaxValue, default));
        Assert.Equal(0, (await next.GetStatusAsync(In, default)).Count);
    }

    [RabbitFact]
    public async Task A_half_done_report_goes_on_where_it_was_in_the_next_process()
    {
        await SendReportAsync("report");
        RabbitMqBroker first = await OpenWithStateAsync();
        IQueueReader reader = await first.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);
        await reader.CommitAsync(new UnitOfWork { Number = 1, Progress = new Checkpoint(received[0].Tag, 512) }, default);
        // Never ended: as good as killed.
        await first.Server.DisposeAsync();

        await using RabbitMqBroker next = await OpenWithStateAsync();
        await using IQueueReader again = await next.OpenReaderAsync(In, 0, 1, default);
        Delivery delivery = Assert.Single(await again.ReceiveAsync(1, long.MaxValue, default));

        Assert.Equal(512, delivery.Checkpoint);
        Assert.Equal(2, delivery.Attempt);
        await again.CommitAsync(new UnitOfWork { Number = 1, Settled = [delivery] }, default);
        Assert.Equal(0, (await next.GetStatusAsync(In, default)).Count);
    }

    [RabbitFact]
    public async Task What_ends_process_after_process_has_one_attempt_more_each_time()
    {
        await SendReportAsync("report");
        for (int attempt = 1; attempt <= 4; attempt++)
        {
            RabbitMqBroker killed = await OpenWithStateAsync();
            IQueueReader reader = await killed.OpenReaderAsync(In, 0, 1, default);
            Assert.Equal(attempt, Assert.Single(await reader.ReceiveAsync(1, long.MaxValue, default)).Attempt);
            await killed.Server.DisposeAsync();
        }
    }

    [RabbitFact]
    public async Task A_report_that_a_killed_process_had_sent_is_sent_again_as_the_same()
    {
        RabbitMqBroker killed = await OpenWithStateAsync();
        await SendReportAsync(killed, "report");
        await killed.Server.DisposeAsync();
        await SendReportAsync("report");
        await using RabbitMqBroker next = await OpenWithStateAsync();
        await next.CompleteAsync(In, default);
        await using IQueueReader reader = await next.OpenReaderAsync(In, 0, 1, default);

        Assert.Single(await reader.ReceiveAsync(10, long.MaxValue, default));
    }

    [RabbitFact]
    public async Task A_report_whose_sending_was_broken_off_by_a_stop_is_sent_again_as_the_same()
    {
        RabbitMqBroker stopped = await OpenWithStateAsync();
        // It is on the server, but what was to be stored with it is not.
        await Assert.ThrowsAsync<InvalidOperationException>(() => SendReportAsync(stopped, "report", new StateChange("nowhere", "key"u8.ToArray())));
        await stopped.DisposeAsync();
        await SendReportAsync("report");
        await using RabbitMqBroker next = await OpenWithStateAsync();
        await next.CompleteAsync(In, default);
        await using IQueueReader reader = await next.OpenReaderAsync(In, 0, 1, default);

        Assert.Single(await reader.ReceiveAsync(10, long.MaxValue, default));
    }

    [RabbitFact]
    public async Task A_report_that_is_sent_on_purpose_once_more_is_another()
    {
        await SendReportAsync("report");
        await SendReportAsync("report");
        await using RabbitMqBroker next = await OpenWithStateAsync();
        await SendReportAsync(next, "report");
        await SendReportAsync(next, "report");
        await using IQueueReader reader = await next.OpenReaderAsync(In, 0, 1, default);

        Assert.Equal(4, (await reader.ReceiveAsync(10, long.MaxValue, default)).Count);
    }

    [RabbitFact]
    public async Task What_is_made_of_one_message_twice_is_two_messages()
    {
        await SendReportAsync("report");
        await using RabbitMqBroker broker = await OpenWithStateAsync();
        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);
        Lineage element = received[0].Envelope.Lineage.OfElement(1);
        var batch = new OutgoingBatch(Out);
        batch.Messages.Add(new Outgoing(Text("a")) { Envelope = new Envelope { Lineage = element } });
        batch.Messages.Add(new Outgoing(Text("b")) { Envelope = new Envelope { Lineage = element } });
        await reader.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch], Settled = received }, default);
        await using IQueueReader receiver = await broker.OpenReaderAsync(Out, 0, 1, default);

        Assert.Equal(["a", "b"], Texts(await receiver.ReceiveAsync(10, long.MaxValue, default)));
    }

    private async Task<RabbitMqBroker> OpenWithStateAsync()
        => await OpenAsync(options => options.State = _state);

    private async Task SendReportAsync(string text)
    {
        await using RabbitMqBroker broker = await OpenWithStateAsync();
        await SendReportAsync(broker, text);
    }

    private static async Task SendReportAsync(RabbitMqBroker broker, string text, params StateChange[] changes)
    {
        await using IQueueWriter writer = await broker.OpenWriterAsync(default);
        var batch = new OutgoingBatch(In);
        batch.Messages.Add(new Outgoing(new Report(System.Text.Encoding.UTF8.GetBytes(text), Schema.Default)) { Envelope = new Envelope { Lineage = Lineage.OfReport("collector", "a"u8) } });
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch], Changes = changes }, default);
    }

    private static async Task<bool> CommitElementsAsync(IQueueReader reader, bool fails, RabbitMqBroker broker)
    {
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);
        var batch = new OutgoingBatch(Out);
        for (int element = 1; element <= 3; element++)
            batch.Messages.Add(new Outgoing(Text($"{element}")) { Envelope = new Envelope { Lineage = received[0].Envelope.Lineage.OfElement(element) } });
        var work = new UnitOfWork { Number = 1, Outputs = [batch], Settled = received, Changes = fails ? [new StateChange("nowhere", "key"u8.ToArray())] : [] };
        try
        {
            return (await reader.CommitAsync(work, default)).IsStored;
        }
        catch (InvalidOperationException) when (fails)
        {
            // The state was not stored, so nothing of the commit is settled.
            Assert.Equal(3, (await broker.GetStatusAsync(Out, default)).Count);
            return false;
        }
    }
}

using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Testing.Conformance;

// What may be asked of queues, and what travels with messages.
internal sealed partial class BrokerSuite
{
    public async Task The_bot_that_is_to_take_a_message_comes_back_with_the_delivery()
    {
        if (!Has(BrokerTraits.Envelopes))
            return;
        var batch = new OutgoingBatch(In);
        batch.Messages.Add(new Outgoing(Text("a")) { Envelope = new Envelope { Entry = "my-expert" } });
        await using IQueueWriter writer = await _broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Outputs = [batch] }, default);
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);

        Expect.Equal("my-expert", Expect.Single(await reader.ReceiveAsync(1, long.MaxValue, default)).Envelope.Entry);
    }

    public async Task A_receipt_is_released_when_the_message_is_out_of_danger()
    {
        var receipt = new Receipt(2);
        var batch = new OutgoingBatch(In);
        batch.Messages.Add(new Outgoing(Text("a")) { Receipt = receipt });
        batch.Messages.Add(new Outgoing(Text("b")) { Receipt = receipt });
        await using IQueueWriter writer = await _broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Outputs = [batch] }, default);
        Expect.Equal(Has(BrokerTraits.Durable), receipt.Settled.IsCompleted);
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(10, long.MaxValue, default);

        await reader.CommitAsync(new UnitOfWork { Settled = [received[0]] }, default);
        Expect.Equal(Has(BrokerTraits.Durable), receipt.Settled.IsCompleted);
        await reader.CommitAsync(new UnitOfWork { Settled = [received[1]] }, default);

        Expect.True(receipt.Settled.IsCompleted);
    }

    public async Task A_queue_without_a_limit_takes_everything_and_a_limit_may_change()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        Task writing = WriteAsync(In, "e");
        Expect.False(writing.IsCompleted);

        await _broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        await writing.WaitAsync(Patience);
        await WriteAsync(In, "f").WaitAsync(Patience);

        Expect.Equal(6L, await CountAsync(In));
    }

    public async Task Somebody_may_look_into_a_queue_count_it_and_clear_it()
    {
        await WriteAsync(In, "a", "b", "c");
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 1, default);
        await reader.ReceiveAsync(1, long.MaxValue, default);

        Expect.Same(["b"], Texts(await _broker.PeekAsync(In, 1, default)));
        QueueStatus status = await _broker.GetStatusAsync(In, default);
        Expect.Equal((2L, 1L), (status.Waiting, status.InWork));
        Expect.NotNull(status.OldestSince);
        Expect.Contains(In, await _broker.ListQueuesAsync(default));
        Expect.Equal(2L, await _broker.ClearAsync(In, default));
        Expect.Equal(1L, await CountAsync(In));
    }

    public async Task The_lineage_of_a_message_comes_back_with_the_delivery()
    {
        if (!Has(BrokerTraits.Envelopes))
            return;
        Lineage lineage = Lineage.OfReport("collector", "a.csv"u8).OfElement(7).OfCopy(3);
        var batch = new OutgoingBatch(In);
        batch.Messages.Add(new Outgoing(Text("a")) { Envelope = new Envelope { Lineage = lineage, Batch = "import-1" } });
        await using IQueueWriter writer = await _broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch] }, default);
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 1, default);

        Delivery delivery = Expect.Single(await reader.ReceiveAsync(1, long.MaxValue, default));

        Expect.Equal((lineage, "import-1"), (delivery.Envelope.Lineage, delivery.Envelope.Batch));
    }

    public async Task A_large_report_arrives_whole()
    {
        var report = new Report(new byte[4 << 20], Schemas.Schema.Default);
        var batch = new OutgoingBatch(In);
        batch.Messages.Add(new Outgoing(report));
        await using IQueueWriter writer = await _broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch] }, default);
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 1, default);

        Delivery delivery = Expect.Single(await reader.ReceiveAsync(10, 1, default));

        Expect.True(delivery.Message is Report came && came.Raw.Length == 4 << 20);
    }

    public async Task What_is_asked_for_by_size_comes_one_after_the_other()
    {
        await WriteAsync(In, "a", "b", "c");
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 1, default);
        var texts = new List<string>();
        while (texts.Count < 3)
        {
            IReadOnlyList<Delivery> received = await reader.ReceiveAsync(10, 1, default).AsTask().WaitAsync(Patience);
            Expect.False(received.Count == 0);
            texts.AddRange(Texts(received));
        }

        Expect.Same(["a", "b", "c"], texts);
    }

    public async Task Instances_divide_parts_among_them()
    {
        if (!Has(BrokerTraits.Partitions))
            return;
        var queue = new QueueName("divided-queue");
        await _broker.DeclareAsync(new QueueDeclaration(queue, 100, 8), default);
        var batch = new OutgoingBatch(queue);
        for (uint part = 0; part < 8; part++)
            batch.Messages.Add(new Outgoing(Text($"{part}")) { Envelope = new Envelope { Partition = part } });
        await using IQueueWriter writer = await _broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch] }, default);
        for (int instance = 0; instance < 3; instance++)
        {
            await using IQueueReader reader = await _broker.OpenReaderAsync(queue, instance, 3, default);
            Expect.Same(Enumerable.Range(0, 8).Where(part => part % 3 == instance).Select(static part => $"{part}"), Texts(await reader.ReceiveAsync(100, long.MaxValue, default)).Order(StringComparer.Ordinal));
        }
    }
}

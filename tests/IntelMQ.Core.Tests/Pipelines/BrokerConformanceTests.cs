using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Core.Tests.Pipelines;

/// <summary>What every broker has to fulfil. A class for each broker derives from it; tests of a trait pass where the broker lacks it.</summary>
#pragma warning disable CA1001 // The test runner calls IAsyncLifetime's DisposeAsync.
public abstract partial class BrokerConformanceTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly QueueName In = new("in-queue");
    private static readonly QueueName Out = new("out-queue");
    private static readonly QueueName Other = new("other-queue");
    private static readonly StateSpaceDeclaration Keys = new("bot/keys", StateSpaceKind.Keys);
    private static readonly StateSpaceDeclaration Values = new("bot/values", StateSpaceKind.Values);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MemoryFailureStore _failures = new();
    private IBroker _broker = null!;

    /// <summary>A new, empty broker that stores failures there.</summary>
    protected abstract IBroker CreateBroker(IFailureStore failures);

    public async Task InitializeAsync()
    {
        _broker = CreateBroker(_failures);
        foreach (QueueName queue in (QueueName[])[In, Out, Other])
            await _broker.DeclareAsync(new QueueDeclaration(queue, 4, 1), default);
    }

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _failures.DisposeAsync();
    }

    [Fact]
    public async Task Messages_come_in_the_order_in_which_they_were_written()
    {
        await WriteAsync(In, "a", "b");
        await WriteAsync(In, "c");
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);

        Assert.Equal(["a", "b"], Texts(await reader.ReceiveAsync(2, long.MaxValue, default)));
        Assert.Equal(["c"], Texts(await reader.ReceiveAsync(10, long.MaxValue, default)));
        Assert.Equal(3, await CountAsync(In));
    }

    [Fact]
    public async Task A_reader_waits_for_a_message()
    {
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        Task<IReadOnlyList<Delivery>> receiving = reader.ReceiveAsync(10, long.MaxValue, default).AsTask();
        Assert.False(receiving.IsCompleted);

        await WriteAsync(In, "a");

        Assert.Equal(["a"], Texts(await receiving.WaitAsync(Patience)));
    }

    [Fact]
    public async Task A_reader_that_is_told_to_end_receives_nothing()
    {
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        using var end = new CancellationTokenSource();
        Task receiving = reader.ReceiveAsync(10, long.MaxValue, end.Token).AsTask();

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving.WaitAsync(Patience));
        await WriteAsync(In, "a");
        Assert.Equal(["a"], Texts(await reader.ReceiveAsync(10, long.MaxValue, default)));
    }

    [Fact]
    public async Task A_writer_waits_while_the_queue_is_full_until_input_is_settled()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        Task writing = WriteAsync(In, "e");
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);
        Assert.False(writing.IsCompleted);

        await reader.CommitAsync(new UnitOfWork { Settled = received }, default);

        await writing.WaitAsync(Patience);
        Assert.Equal(4, await CountAsync(In));
    }

    [Fact]
    public async Task A_batch_is_let_in_whole_so_that_one_larger_than_the_queue_passes()
    {
        await WriteAsync(In, "a", "b", "c", "d", "e", "f").WaitAsync(Patience);

        Assert.Equal(6, await CountAsync(In));
    }

    [Fact]
    public async Task A_writer_that_gives_up_waiting_has_written_nothing()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        using var end = new CancellationTokenSource();
        await using IQueueWriter writer = await _broker.OpenWriterAsync(default);
        Task writing = writer.CommitAsync(new UnitOfWork { Outputs = [Batch(Out, "x"), Batch(In, "e")] }, end.Token).AsTask();

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing.WaitAsync(Patience));
        Assert.Equal(4, await CountAsync(In));
        if (Has(BrokerTraits.AtomicCommit))
            Assert.Equal(0, await CountAsync(Out));
    }

    [Fact]
    public async Task A_completed_queue_is_drained_and_then_answers_with_nothing()
    {
        await WriteAsync(In, "a");
        await _broker.CompleteAsync(In, default);
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(10, long.MaxValue, default);
        Assert.Equal(["a"], Texts(received));
        await reader.CommitAsync(new UnitOfWork { Settled = received }, default);

        Assert.Empty(await reader.ReceiveAsync(10, long.MaxValue, default).AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_queue_is_not_drained_while_a_reader_may_give_something_back()
    {
        await WriteAsync(In, "a");
        IQueueReader first = await _broker.OpenReaderAsync(In, 0, 2, default);
        await first.ReceiveAsync(1, long.MaxValue, default);
        await _broker.CompleteAsync(In, default);
        await using IQueueReader second = await _broker.OpenReaderAsync(In, 1, 2, default);
        Task<IReadOnlyList<Delivery>> receiving = second.ReceiveAsync(1, long.MaxValue, default).AsTask();
        Assert.False(receiving.IsCompleted);

        await first.DisposeAsync();

        Assert.Equal(["a"], Texts(await receiving.WaitAsync(Patience)));
    }

    [Fact]
    public async Task Completion_reaches_a_reader_that_waits_and_declaring_takes_it_back()
    {
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        Task<IReadOnlyList<Delivery>> receiving = reader.ReceiveAsync(1, long.MaxValue, default).AsTask();
        await _broker.CompleteAsync(In, default);
        Assert.Empty(await receiving.WaitAsync(Patience));

        await _broker.DeclareAsync(new QueueDeclaration(In, 4, 1), default);
        await WriteAsync(In, "a");

        Assert.Equal(["a"], Texts(await reader.ReceiveAsync(1, long.MaxValue, default)));
    }

    [Fact]
    public async Task Parts_of_a_queue_are_read_apart()
    {
        if (!Has(BrokerTraits.Partitions))
            return;
        var queue = new QueueName("split-queue");
        await _broker.DeclareAsync(new QueueDeclaration(queue, 10, 2), default);
        var batch = new OutgoingBatch(queue);
        foreach ((string text, uint part) in ((string, uint)[])[("a", 0), ("b", 1), ("c", 2), ("d", 3)])
            batch.Messages.Add(new Outgoing(Text(text)) { Envelope = new Envelope { Partition = part } });
        await using IQueueWriter writer = await _broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Outputs = [batch] }, default);
        await _broker.CompleteAsync(queue, default);
        await using IQueueReader even = await _broker.OpenReaderAsync(queue, 0, 2, default);
        await using IQueueReader odd = await _broker.OpenReaderAsync(queue, 1, 2, default);

        Assert.Equal(["a", "c"], Texts(await even.ReceiveAsync(10, long.MaxValue, default)));
        IReadOnlyList<Delivery> received = await odd.ReceiveAsync(10, long.MaxValue, default);
        Assert.Equal(["b", "d"], Texts(received));
        await odd.CommitAsync(new UnitOfWork { Settled = received }, default);
        Assert.Empty(await odd.ReceiveAsync(10, long.MaxValue, default).AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task The_bot_that_is_to_take_a_message_comes_back_with_the_delivery()
    {
        if (!Has(BrokerTraits.Envelopes))
            return;
        var batch = new OutgoingBatch(In);
        batch.Messages.Add(new Outgoing(Text("a")) { Envelope = new Envelope { Entry = "my-expert" } });
        await using IQueueWriter writer = await _broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Outputs = [batch] }, default);
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);

        Assert.Equal("my-expert", Assert.Single(await reader.ReceiveAsync(1, long.MaxValue, default)).Envelope.Entry);
    }

    [Fact]
    public async Task A_receipt_is_released_when_the_message_is_out_of_danger()
    {
        var receipt = new Receipt(2);
        var batch = new OutgoingBatch(In);
        batch.Messages.Add(new Outgoing(Text("a")) { Receipt = receipt });
        batch.Messages.Add(new Outgoing(Text("b")) { Receipt = receipt });
        await using IQueueWriter writer = await _broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Outputs = [batch] }, default);
        Assert.Equal(Has(BrokerTraits.Durable), receipt.Settled.IsCompleted);
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(10, long.MaxValue, default);

        await reader.CommitAsync(new UnitOfWork { Settled = [received[0]] }, default);
        Assert.Equal(Has(BrokerTraits.Durable), receipt.Settled.IsCompleted);
        await reader.CommitAsync(new UnitOfWork { Settled = [received[1]] }, default);

        Assert.True(receipt.Settled.IsCompleted);
    }

    [Fact]
    public async Task A_queue_without_a_limit_takes_everything_and_a_limit_may_change()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        Task writing = WriteAsync(In, "e");
        Assert.False(writing.IsCompleted);

        await _broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        await writing.WaitAsync(Patience);
        await WriteAsync(In, "f").WaitAsync(Patience);

        Assert.Equal(6, await CountAsync(In));
    }

    [Fact]
    public async Task Somebody_may_look_into_a_queue_count_it_and_clear_it()
    {
        await WriteAsync(In, "a", "b", "c");
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 1, default);
        await reader.ReceiveAsync(1, long.MaxValue, default);

        Assert.Equal(["b"], Texts(await _broker.PeekAsync(In, 1, default)));
        QueueStatus status = await _broker.GetStatusAsync(In, default);
        Assert.Equal((2, 1), (status.Waiting, status.InWork));
        Assert.NotNull(status.OldestSince);
        Assert.Contains(In, await _broker.ListQueuesAsync(default));
        Assert.Equal(2, await _broker.ClearAsync(In, default));
        Assert.Equal(1, await CountAsync(In));
    }

    [Fact]
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

        Delivery delivery = Assert.Single(await reader.ReceiveAsync(1, long.MaxValue, default));

        Assert.Equal((lineage, "import-1"), (delivery.Envelope.Lineage, delivery.Envelope.Batch));
    }

    private static Event Text(string text)
    {
        var message = new Event();
        message.Set("extra.text", text).ThrowIfRefused();
        return message;
    }

    private static OutgoingBatch Batch(QueueName queue, params string[] texts)
    {
        var batch = new OutgoingBatch(queue);
        foreach (string text in texts)
            batch.Messages.Add(new Outgoing(Text(text)));
        return batch;
    }

    private static string[] Texts(IReadOnlyList<Delivery> deliveries) => [.. deliveries.Select(static delivery => delivery.Message!["extra.text"].ToString())];

    private async Task<long> CountAsync(QueueName queue) => (await _broker.GetStatusAsync(queue, default)).Count;

    private async Task<int> FailuresAsync()
    {
        int count = 0;
        await foreach (StoredFailure _ in _broker.Failures.ReadAsync(default))
            count++;
        return count;
    }

    private bool Has(BrokerTraits trait) => (_broker.Traits & trait) != 0;

    private async Task WriteAsync(QueueName queue, params string[] texts)
    {
        await using IQueueWriter writer = await _broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Outputs = [Batch(queue, texts)] }, default);
    }
}

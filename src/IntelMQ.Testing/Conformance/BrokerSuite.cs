using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Testing.Conformance;

/// <summary>The cases of <see cref="BrokerConformance"/>: how messages come.</summary>
internal sealed partial class BrokerSuite(IBroker broker)
{
    private static readonly QueueName In = new("in-queue");
    private static readonly QueueName Out = new("out-queue");
    private static readonly QueueName Other = new("other-queue");
    private static readonly StateSpaceDeclaration Keys = new("bot/keys", StateSpaceKind.Keys);
    private static readonly StateSpaceDeclaration Values = new("bot/values", StateSpaceKind.Values);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IBroker _broker = broker;

    public async Task DeclareAsync()
    {
        foreach (QueueName queue in (QueueName[])[In, Out, Other])
            await _broker.DeclareAsync(new QueueDeclaration(queue, 4, 1), default);
    }

    public async Task Messages_come_in_the_order_in_which_they_were_written()
    {
        await WriteAsync(In, "a", "b");
        await WriteAsync(In, "c");
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);

        Expect.Same(["a", "b"], Texts(await reader.ReceiveAsync(2, long.MaxValue, default)));
        Expect.Same(["c"], Texts(await reader.ReceiveAsync(10, long.MaxValue, default)));
        Expect.Equal(3L, await CountAsync(In));
    }

    public async Task A_reader_waits_for_a_message()
    {
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        Task<IReadOnlyList<Delivery>> receiving = reader.ReceiveAsync(10, long.MaxValue, default).AsTask();
        Expect.False(receiving.IsCompleted);

        await WriteAsync(In, "a");

        Expect.Same(["a"], Texts(await receiving.WaitAsync(Patience)));
    }

    public async Task A_reader_that_is_told_to_end_receives_nothing()
    {
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        using var end = new CancellationTokenSource();
        Task receiving = reader.ReceiveAsync(10, long.MaxValue, end.Token).AsTask();

        await end.CancelAsync();

        await Expect.ThrowsAnyAsync<OperationCanceledException>(() => receiving.WaitAsync(Patience));
        await WriteAsync(In, "a");
        Expect.Same(["a"], Texts(await reader.ReceiveAsync(10, long.MaxValue, default)));
    }

    public async Task A_writer_waits_while_the_queue_is_full_until_input_is_settled()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        Task writing = WriteAsync(In, "e");
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);
        Expect.False(writing.IsCompleted);

        await reader.CommitAsync(new UnitOfWork { Settled = received }, default);

        await writing.WaitAsync(Patience);
        Expect.Equal(4L, await CountAsync(In));
    }

    public async Task A_batch_is_let_in_whole_so_that_one_larger_than_the_queue_passes()
    {
        await WriteAsync(In, "a", "b", "c", "d", "e", "f").WaitAsync(Patience);

        Expect.Equal(6L, await CountAsync(In));
    }

    public async Task A_writer_that_gives_up_waiting_has_written_nothing()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        using var end = new CancellationTokenSource();
        await using IQueueWriter writer = await _broker.OpenWriterAsync(default);
        Task writing = writer.CommitAsync(new UnitOfWork { Outputs = [Batch(Out, "x"), Batch(In, "e")] }, end.Token).AsTask();

        await end.CancelAsync();

        await Expect.ThrowsAnyAsync<OperationCanceledException>(() => writing.WaitAsync(Patience));
        Expect.Equal(4L, await CountAsync(In));
        if (Has(BrokerTraits.AtomicCommit))
            Expect.Equal(0L, await CountAsync(Out));
    }

    public async Task A_completed_queue_is_drained_and_then_answers_with_nothing()
    {
        await WriteAsync(In, "a");
        await _broker.CompleteAsync(In, default);
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(10, long.MaxValue, default);
        Expect.Same(["a"], Texts(received));
        await reader.CommitAsync(new UnitOfWork { Settled = received }, default);

        Expect.Empty(await reader.ReceiveAsync(10, long.MaxValue, default).AsTask().WaitAsync(Patience));
    }

    public async Task A_queue_is_not_drained_while_a_reader_may_give_something_back()
    {
        await WriteAsync(In, "a");
        IQueueReader first = await _broker.OpenReaderAsync(In, 0, 2, default);
        await first.ReceiveAsync(1, long.MaxValue, default);
        await _broker.CompleteAsync(In, default);
        await using IQueueReader second = await _broker.OpenReaderAsync(In, 1, 2, default);
        Task<IReadOnlyList<Delivery>> receiving = second.ReceiveAsync(1, long.MaxValue, default).AsTask();
        Expect.False(receiving.IsCompleted);

        await first.DisposeAsync();

        Expect.Same(["a"], Texts(await receiving.WaitAsync(Patience)));
    }

    public async Task Completion_reaches_a_reader_that_waits_and_declaring_takes_it_back()
    {
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        Task<IReadOnlyList<Delivery>> receiving = reader.ReceiveAsync(1, long.MaxValue, default).AsTask();
        await _broker.CompleteAsync(In, default);
        Expect.Empty(await receiving.WaitAsync(Patience));

        await _broker.DeclareAsync(new QueueDeclaration(In, 4, 1), default);
        await WriteAsync(In, "a");

        Expect.Same(["a"], Texts(await reader.ReceiveAsync(1, long.MaxValue, default)));
    }

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

        Expect.Same(["a", "c"], Texts(await even.ReceiveAsync(10, long.MaxValue, default)));
        IReadOnlyList<Delivery> received = await odd.ReceiveAsync(10, long.MaxValue, default);
        Expect.Same(["b", "d"], Texts(received));
        await odd.CommitAsync(new UnitOfWork { Settled = received }, default);
        Expect.Empty(await odd.ReceiveAsync(10, long.MaxValue, default).AsTask().WaitAsync(Patience));
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

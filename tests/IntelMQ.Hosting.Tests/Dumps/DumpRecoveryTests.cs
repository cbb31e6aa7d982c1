using IntelMQ.Failures;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Dumps;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using IntelMQ.State;

namespace IntelMQ.Hosting.Tests.Dumps;

public sealed class DumpRecoveryTests : IAsyncDisposable
{
    private const string Files = """
        feed: {module: intelmq.bots.collectors.file.collector_file, group: Collector, parameters: {destination_queues: {_default: parser-queue}}}
        parser: {module: intelmq.bots.parsers.generic.parser_csv, group: Parser, parameters: {destination_queues: {_default: out-queue}}}
        expert: {module: intelmq.bots.experts.taxonomy.expert, parameters: {source_queue: events, destination_queues: {_default: out-queue}}}
        out: {module: intelmq.bots.outputs.file.output, group: Output}
        """;

    private const string Entries = """
        {
            "2026-05-04T10:20:30.000001": {"bot_id": "expert", "message": "{\"__type\": \"Event\", \"comment\": \"a\", \"feed.name\": \"f\"}", "source_queue": "events", "traceback": "x"},
            "2026-05-04T10:20:30.000002": {"bot_id": "expert", "message": "eyJjb21tZW50IjogImIifQ==", "message_type": "base64", "source_queue": "events", "traceback": "x"},
            "2026-05-04T10:20:30.000003": {"bot_id": "expert", "message": "", "source_queue": "events", "traceback": "x"},
            "2026-05-04T10:20:30.000004": {"bot_id": "expert", "message": "{broken", "source_queue": "events", "traceback": "x"},
            "2026-05-04T10:20:30.000005": {"bot_id": "gone", "message": "{\"__type\": \"Report\", \"raw\": \"eA==\"}", "source_queue": "gone-queue", "traceback": "x"}
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-dump").FullName;
    private readonly MemoryStateStore _state = new();
    private readonly MemoryFailureStore _failures = new();
    private readonly MemoryBroker _broker;

    public DumpRecoveryTests() => _broker = new MemoryBroker(_failures, _state);

    private string File => Path.Combine(_folder, "expert.dump");

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _failures.DisposeAsync();
        await _state.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Entries_go_where_they_came_from_and_what_cannot_be_sent_stays()
    {
        await using DumpFile dump = await OpenAsync();
        DumpRecoveryResult result = await DumpRecovery.SendAsync(dump, null, null, Configuration(), _broker, default);
        Assert.Equal((2, 1), (result.Sent, result.Empty));
        Assert.Equal([3, 4], result.Refused.Select(static refusal => refusal.Number));
        Assert.Contains("cannot be read", result.Refused[0].Reason, StringComparison.Ordinal);
        Assert.Equal("No bot of the configuration reads the queue 'gone-queue'.", result.Refused[1].Reason);
        Assert.Equal(["a", "b"], (await WaitingAsync("events")).Select(static message => Assert.IsType<Event>(message)["comment"].ToString()));
        Assert.Equal(2, dump.Count);
    }

    [Fact]
    public async Task Chosen_entries_go_to_the_queue_that_is_named_and_an_event_for_a_parser_is_a_report()
    {
        await using DumpFile dump = await OpenAsync();
        DumpRecoveryResult result = await DumpRecovery.SendAsync(dump, [0, 4, 99], "parser-queue", Configuration(), _broker, default);
        Assert.Equal((2, 0), (result.Sent, result.Refused.Count));
        IReadOnlyList<Message> sent = await WaitingAsync("parser-queue");
        Assert.Equal("f", Assert.IsType<Report>(sent[0])["feed.name"].ToString());
        Assert.Equal("x"u8.ToArray(), Assert.IsType<Report>(sent[1]).Raw.ToArray());
        Assert.Equal(3, dump.Count);
    }

    [Theory]
    [InlineData("nobody-reads-it")]
    [InlineData("feed-queue")]
    public async Task To_a_queue_that_nobody_reads_nothing_is_sent(string queue)
    {
        await using DumpFile dump = await OpenAsync();
        DumpRecoveryResult result = await DumpRecovery.SendAsync(dump, null, queue, Configuration(), _broker, default);
        Assert.Equal((0, 0, 5, 5), (result.Sent, result.Empty, result.Refused.Count, dump.Count));
        Assert.Empty(await _broker.ListQueuesAsync(default));
    }

    [Fact]
    public async Task A_file_of_which_all_is_sent_is_deleted()
    {
        await using (DumpFile dump = await OpenAsync())
        {
            await dump.RemoveAsync([2, 3, 4], default);
            await DumpRecovery.SendAsync(dump, null, "out-queue", Configuration(), _broker, default);
        }

        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(2, (await WaitingAsync("out-queue")).Count);
    }

    [Fact]
    public async Task What_was_sent_before_the_sending_ends_is_not_sent_again()
    {
        using var stop = new CancellationTokenSource();
        await using DumpFile dump = await OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DumpRecovery.SendAsync(dump, null, null, Configuration(), new EndingBroker(_broker, stop), stop.Token));
        Assert.Single(await WaitingAsync("events"));
        Assert.Equal(4, dump.Count);
    }

    [Fact]
    public async Task Of_a_damaged_file_nothing_is_sent()
    {
        await System.IO.File.WriteAllTextAsync(File, Entries[..^4]);
        await using DumpFile dump = await DumpFile.OpenAsync(File, Schema.Default, default);
        await Assert.ThrowsAsync<InvalidDataException>(() => DumpRecovery.SendAsync(dump, null, null, Configuration(), _broker, default));
        Assert.Empty(await _broker.ListQueuesAsync(default));
    }

    private static RuntimeConfiguration Configuration() => RuntimeConfiguration.Parse(Files, "runtime.yaml", new Dictionary<string, string>());

    private async Task<DumpFile> OpenAsync()
    {
        await System.IO.File.WriteAllTextAsync(File, Entries);
        return await DumpFile.OpenAsync(File, Schema.Default, default);
    }

    private async Task<IReadOnlyList<Message>> WaitingAsync(string queue)
        => [.. (await _broker.PeekAsync(new QueueName(queue), 10, default)).Select(static delivery => delivery.Message!)];

    // Ends the attempt with the first message.
    private sealed class EndingBroker(MemoryBroker inner, CancellationTokenSource stop) : IBroker
    {
        public BrokerTraits Traits => inner.Traits;

        public IStateStore State => inner.State;

        public IFailureStore Failures => inner.Failures;

        public ValueTask DeclareAsync(QueueDeclaration queue, CancellationToken cancellationToken) => inner.DeclareAsync(queue, cancellationToken);

        public ValueTask<IQueueReader> OpenReaderAsync(QueueName queue, int instance, int instances, CancellationToken cancellationToken) => inner.OpenReaderAsync(queue, instance, instances, cancellationToken);

        public async ValueTask<IQueueWriter> OpenWriterAsync(CancellationToken cancellationToken) => new Writer(await inner.OpenWriterAsync(cancellationToken), stop);

        public ValueTask CompleteAsync(QueueName queue, CancellationToken cancellationToken) => inner.CompleteAsync(queue, cancellationToken);

        public ValueTask<QueueStatus> GetStatusAsync(QueueName queue, CancellationToken cancellationToken) => inner.GetStatusAsync(queue, cancellationToken);

        public ValueTask<IReadOnlyList<QueueName>> ListQueuesAsync(CancellationToken cancellationToken) => inner.ListQueuesAsync(cancellationToken);

        public ValueTask<IReadOnlyList<Delivery>> PeekAsync(QueueName queue, int max, CancellationToken cancellationToken) => inner.PeekAsync(queue, max, cancellationToken);

        public ValueTask<long> ClearAsync(QueueName queue, CancellationToken cancellationToken) => inner.ClearAsync(queue, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private sealed class Writer(IQueueWriter inner, CancellationTokenSource stop) : IQueueWriter
        {
            public async ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken)
            {
                cancellationToken.ThrowIfCancellationRequested();
                CommitOutcome outcome = await inner.CommitAsync(work, cancellationToken);
                await stop.CancelAsync();
                return outcome;
            }

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}

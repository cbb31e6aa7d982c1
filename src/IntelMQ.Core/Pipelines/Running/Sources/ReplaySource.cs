using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>Hands stored failures to the bots they came from, and removes them when they are done.</summary>
internal sealed class ReplaySource(PipelineGraph graph, IFailureStore store, Func<StoredFailure, bool> filter) : IRunSource
{
    private readonly Dictionary<string, GraphBot> _bots = graph.Bots.Where(static bot => bot.Stage is not null).ToDictionary(static bot => bot.Id, StringComparer.Ordinal);
    private int _replayed;
    private int _skipped;
    private long _number;

    // Any bot may have failures.
    public IReadOnlyCollection<Stage> Receivers { get; } = [.. graph.Stages.Where(static stage => !stage.IsAbsent)];

    public ReplayResult Result => new(_replayed, _skipped);

    // It ends soon, and what it sends may go to any queue that is there.
    public bool FitsInto(PipelineGraph graph) => true;

    public async Task RunAsync(PipelineRun run, RunContext context)
    {
        var tracker = new SourceTracker();
        run.Track(tracker);
        await using IQueueWriter writer = await context.Broker.OpenWriterAsync(context.Aborting).ConfigureAwait(false);
        var batch = new List<StoredFailure>();
        await foreach (StoredFailure failure in store.ReadAsync(context.Stopping).ConfigureAwait(false))
        {
            if (!filter(failure))
                continue;
            if (!CanReplay(failure.Failure, (context.Broker.Traits & BrokerTraits.Envelopes) != 0))
            {
                _skipped++;
                continue;
            }

            batch.Add(failure);
            if (batch.Count < context.Options.BatchSize)
                continue;
            await SendAsync(run, context, writer, tracker, batch).ConfigureAwait(false);
            batch.Clear();
        }

        if (batch.Count > 0)
            await SendAsync(run, context, writer, tracker, batch).ConfigureAwait(false);
        if (_skipped > 0)
            PipelineLog.ReplaySkipped(context.Log, _skipped);
        await tracker.WhenEmpty().WaitAsync(context.Stopping).ConfigureAwait(false);
    }

    private bool CanReplay(Failure failure, bool toAnyBot)
        => failure.TruncatedFrom == 0
            && _bots.TryGetValue(failure.BotId, out GraphBot? bot)
            && (toAnyBot || bot == bot.Stage!.Head)
            && (bot.Kind == BotKind.Parser ? failure.Message is Report : failure.Message is Event);

    private async ValueTask SendAsync(PipelineRun run, RunContext context, IQueueWriter writer, SourceTracker tracker, List<StoredFailure> failures)
    {
        var receipt = new Receipt(failures.Count);
        var batches = new Dictionary<Stage, OutgoingBatch>();
        foreach (StoredFailure stored in failures)
        {
            GraphBot bot = _bots[stored.Failure.BotId];
            Stage stage = bot.Stage!;
            if (!batches.TryGetValue(stage, out OutgoingBatch? batch))
                batches.Add(stage, batch = new OutgoingBatch(stage.Queue));
            // The store may keep the object itself, and a bot may change what it gets.
            Message message = stored.Failure.Message is Event failed ? failed.Clone() : stored.Failure.Message;
            uint partition = stage.PartitionField is { } field ? PartitionHash.Of(message.Get(field).Utf8) : 0;
            batch.List.Add(new Outgoing(message) { Receipt = receipt, Envelope = new Envelope { Entry = bot == stage.Head ? null : bot.Id, Partition = partition } });
            stage.Depth.Add(1);
        }

        long[] ids = [.. failures.Select(static stored => stored.Id)];
        tracker.Track(receipt, async () =>
        {
            await context.RetryAsync(graph.Options.Id, null, graph.Options.Retry, () => store.RemoveAsync(ids, CancellationToken.None)).ConfigureAwait(false);
            Interlocked.Add(ref _replayed, ids.Length);
        });
        var work = new UnitOfWork { Number = ++_number, Outputs = [.. batches.Values] };
        await context.StoreAsync(graph.Options.Id, null, () => writer.CommitAsync(work, context.Stopping)).ConfigureAwait(false);
    }
}

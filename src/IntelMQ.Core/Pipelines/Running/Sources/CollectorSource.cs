using System.Diagnostics;
using IntelMQ.Bots;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>Runs a collector, once or again and again.</summary>
internal sealed class CollectorSource : IRunSource
{
    private readonly GraphBot _bot;
    private readonly Collector _collector;
    private readonly HashSet<Stage> _receivers = [];
    private readonly OutgoingBatch[] _batches;
    private int _turn;
    private readonly string _shape;
    private CollectorMemory _memory = null!;
    private long _number;

    public CollectorSource(GraphBot bot)
    {
        _bot = bot;
        _collector = (Collector)bot.Bots[0];
        _shape = ShapeOf(bot);
        Stage.AddReceivers(bot, _receivers);
        _batches = [.. _receivers.Select(static stage => new OutgoingBatch(stage.Queue))];
    }

    public IReadOnlyCollection<Stage> Receivers => _receivers;

    public string BotId => _bot.Id;

    public bool FitsInto(PipelineGraph graph)
        => graph.Find(_bot.Id) is { RunsHere: true } same && ReferenceEquals(same.Bots[0], _collector) && same.CollectInterval == _bot.CollectInterval && Equals(same.Calendar, _bot.Calendar) && ShapeOf(same) == _shape;

    public async Task RunAsync(PipelineRun run, RunContext context)
    {
        TimeSpan? interval = _bot.CollectInterval;
        bool goesOn = run.TryGetMemory(_bot.Id, out _memory);
        SourceTracker tracker = _memory.Tracker;
        await using IQueueWriter writer = await context.Broker.OpenWriterAsync(context.Aborting).ConfigureAwait(false);
        // What an earlier start has sent is still in the source.
        if (goesOn)
            await tracker.WhenEmpty().WaitAsync(context.Stopping).ConfigureAwait(false);
        while (true)
        {
            if (_bot.Calendar is { } calendar && !await calendar.WaitAsync(context.Time, context.Stopping).ConfigureAwait(false))
                return;
            if (!await CollectAsync(run, context, writer, tracker).ConfigureAwait(false) && _bot.StopsOnError)
            {
                context.StopBot(_bot.Id);
                await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, context.Stopping).ConfigureAwait(false);
            }

            if (interval is null && _bot.Calendar is null)
                return;
            // What is not settled is still in the source, and would be collected twice.
            await tracker.WhenEmpty().WaitAsync(context.Stopping).ConfigureAwait(false);
            if (interval is { } pause)
                await Task.Delay(pause, context.Time, context.Stopping).ConfigureAwait(false);
        }
    }

    private static string ShapeOf(GraphBot bot)
    {
        var receivers = new HashSet<Stage>();
        Stage.AddReceivers(bot, receivers);
        return string.Join('\n', receivers.Select(Stage.ShapeOf));
    }

    // Whether nothing had to be given up.
    private async Task<bool> CollectAsync(PipelineRun run, RunContext context, IQueueWriter writer, SourceTracker tracker)
    {
        RetryPolicy policy = _bot.Setup.Retry ?? context.Options.Retry;
        for (int retry = 1; ; retry++)
        {
            try
            {
                await foreach (CollectedReport collected in _collector.CollectAsync(context.Stopping).WithCancellation(context.Stopping).ConfigureAwait(false))
                {
                    if (collected.Failure is { } failure)
                        await run.KeepSourceFailureAsync(_bot, failure).ConfigureAwait(false);
                    else
                        await SendAsync(run, context, writer, tracker, collected).ConfigureAwait(false);
                }

                return true;
            }
            catch (OperationCanceledException) when (context.Stopping.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // Whatever a collector throws must not stop the others.
            catch (Exception exception)
            {
                if (retry > policy.MaxRetries || !RetryPolicy.IsTransient(exception))
                {
                    _bot.Meter.AddFailed(1);
                    _bot.Meter.NoteError(exception.Message, context.Time.GetUtcNow());
                    PipelineLog.CollectorGaveUp(context.Log, _bot.Id, exception);
                    run.AddCollectorError(_bot.Id, exception);
                    return false;
                }

                _bot.Meter.AddRetry();
                TimeSpan pause = policy.PauseBefore(retry);
                PipelineLog.Retrying(context.Log, _bot.Id, pause, retry, policy.MaxRetries, exception);
                await tracker.WhenEmpty().WaitAsync(context.Stopping).ConfigureAwait(false);
                await Task.Delay(pause, context.Time, context.Stopping).ConfigureAwait(false);
            }
#pragma warning restore CA1031
        }
    }

    private async ValueTask SendAsync(PipelineRun run, RunContext context, IQueueWriter writer, SourceTracker tracker, CollectedReport collected)
    {
        Activity? span = PipelineTracing.StartReport(context.Options.Id, _bot.Id, collected.Report);
        Lineage lineage = _memory.Identities.Begin(collected);
        Stage[] receivers = _bot.IsBalanced && _receivers.Count > 1 ? [_receivers.ElementAt(_turn)] : [.. _receivers];
        _turn = (_turn + 1) % _receivers.Count;
        var receipt = new Receipt(receivers.Length) { Trace = span?.Context ?? default };
        int i = 0;
        foreach (Stage stage in _receivers)
        {
            if (!receivers.Contains(stage))
            {
                _batches[i++].List.Clear();
                continue;
            }

            // Parsers do not change a report, so they share it.
            uint partition = stage.PartitionField is { } field ? PartitionHash.Of(collected.Report.Get(field).Utf8) : 0;
            _batches[i].List.Clear();
            _batches[i++].List.Add(new Outgoing(collected.Report) { Receipt = receipt, Envelope = new Envelope { Lineage = lineage, Partition = partition } });
            stage.Depth.Add(1);
        }

        List<StateChange> changes = [.. collected.Changes.Select(change => change with { Receipt = change.Receipt ?? receipt, Condition = StateCondition.None })];
        if (context.Collected?.NoteOf(_bot.Id, lineage) is { } note)
            changes.Add(note);
        var work = new UnitOfWork { Number = ++_number, Outputs = _batches, Changes = changes };
        tracker.Track(receipt, () => SettleAsync(run, collected, lineage, span));
        try
        {
            bool isKnown = context.Collected?.IsKnown(_bot.Id, lineage) == true;
            if (isKnown || !(await context.StoreAsync(_bot.Id, _bot.Meter, () => writer.CommitAsync(work, context.Stopping)).ConfigureAwait(false)).IsStored)
            {
                // It was sent before, but its source was not put away: that is all there is left to do.
                foreach (Stage stage in receivers)
                    stage.Depth.Add(-1);
                PipelineLog.CollectedBefore(context.Log, _bot.Id);
                receipt.Release(receivers.Length);
                return;
            }
        }
        catch (OperationCanceledException) when (context.Stopping.IsCancellationRequested && !run.Context.Stopping.IsCancellationRequested)
        {
            // The collector alone is stopped: the report is still in its source, and comes again with the next start.
            foreach (Stage stage in receivers)
                stage.Depth.Add(-1);
            _memory.Identities.End(lineage);
            tracker.Forget(receipt);
            throw;
        }

        _bot.Meter.AddSent(BotPath.Default, 1);
    }

    private async ValueTask SettleAsync(PipelineRun run, CollectedReport collected, Lineage lineage, Activity? span)
    {
        using (span)
        {
            bool isPutAway = await run.SettleAsync(_bot.Id, collected).ConfigureAwait(false);
            // What could not be put away will be collected again, and is done then.
            // Where a source gives several reports, none may be forgotten while the source may be collected again.
            if (isPutAway && collected.Source is { } source)
                await source.AfterwardsAsync(ForgetAsync).ConfigureAwait(false);
            else if (isPutAway)
                await ForgetAsync().ConfigureAwait(false);
            _memory.Identities.End(lineage);
        }

        ValueTask ForgetAsync() => run.ForgetAsync(_bot.Id, lineage, _receivers.Select(static stage => stage.Head.Id));
    }
}

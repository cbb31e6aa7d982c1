using System.Collections.Concurrent;
using IntelMQ.Bots;
using IntelMQ.Failures;

namespace IntelMQ.Pipelines;

/// <summary>One run of a pipeline, from the first report to the last settlement.</summary>
internal sealed partial class PipelineRun : IDisposable
{
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting;
    private readonly List<SourceTracker> _trackers = [];
    private readonly Dictionary<string, CollectorMemory> _memories = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Exception> _collectorErrors = new(StringComparer.Ordinal);
    private Exception? _fault;
    private long _settleErrors;
    private long _sourceFailures;

    public PipelineRun(PipelineGraph graph, IBroker broker, ReportProgress? progress, CollectedNotes? collected, BrokerTroubles troubles, Action<string> stopBot, Microsoft.Extensions.Logging.ILogger log)
    {
        _aborting = new CancellationTokenSource(Timeout.InfiniteTimeSpan, graph.Options.Services.Time);
        Context = new RunContext(graph, broker, progress, log, _stopping.Token, _aborting.Token) { Collected = collected, Troubles = troubles, StopBot = stopBot };
    }

    public RunContext Context { get; }

    /// <summary>Where the failures of sources are kept.</summary>
    public required IFailureStore Failures { get; init; }

    public IReadOnlyDictionary<string, Exception> CollectorErrors => _collectorErrors;

    public long SettleErrors => Interlocked.Read(ref _settleErrors);

    public long SourceFailures => Interlocked.Read(ref _sourceFailures);

    public int Unsettled
    {
        get
        {
            lock (_gate)
                return _trackers.Sum(static tracker => tracker.Count);
        }
    }

    public void Track(SourceTracker tracker)
    {
        lock (_gate)
            _trackers.Add(tracker);
    }

    /// <summary>What stays of a collector between two starts within this run.</summary>
    /// <returns>Whether the collector has been started before.</returns>
    public bool TryGetMemory(string bot, out CollectorMemory memory)
    {
        lock (_gate)
        {
            if (_memories.TryGetValue(bot, out memory!))
                return true;
            _memories.Add(bot, memory = new CollectorMemory(new SourceTracker(), new ReportIdentity(bot)));
            _trackers.Add(memory.Tracker);
            return false;
        }
    }

    public void AddCollectorError(string bot, Exception exception) => _collectorErrors[bot] = exception;

    /// <summary>Keeps the failure of a part of a collector's source.</summary>
    public async ValueTask KeepSourceFailureAsync(GraphBot bot, Failure failure)
    {
        Failure[] failures = [failure.WithBotId(bot.Id)];
        RetryPolicy policy = bot.Setup.Retry ?? Context.Options.Retry;
        await Context.RetryAsync(bot.Id, bot.Meter, policy, () => Failures.AddAsync(failures, Context.Aborting)).ConfigureAwait(false);
        Interlocked.Increment(ref _sourceFailures);
        PipelineLog.MessageFailed(Context.Log, bot.Id, bot.Meter.AddFailed(1), failure.Reason, null);
    }

    /// <summary>Puts a report's source away.</summary>
    /// <returns>Whether it could be.</returns>
    public async ValueTask<bool> SettleAsync(string bot, CollectedReport collected)
    {
        try
        {
            await collected.SettleAsync(Context.Aborting).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // The report is done; that its source cannot be put away must not stop the others.
        catch (Exception exception)
        {
            Interlocked.Increment(ref _settleErrors);
            PipelineLog.SettleFailed(Context.Log, bot, exception);
            return false;
        }
#pragma warning restore CA1031
    }

    /// <summary>Forgets that a report is on its way and how far it was done, now that its source is put away.</summary>
    public async ValueTask ForgetAsync(string bot, Lineage report, IEnumerable<string> parsers)
    {
        try
        {
            if (Context.Progress is { } progress)
                await progress.RemoveAsync(report, parsers, Context.Aborting).ConfigureAwait(false);
            if (Context.Collected is { } collected)
                await collected.RemoveAsync(bot, report, Context.Aborting).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The note goes by itself after some time; should the same report be collected before, it counts as done once.
            PipelineLog.ProgressNotForgotten(Context.Log, bot, exception);
        }
    }

    /// <summary>Lets what was begun be finished, for as long as the options say.</summary>
    public void Stop()
    {
        if (_stopping.IsCancellationRequested)
            return;
        PipelineLog.Stopping(Context.Log, Context.Options.Id);
        // Each token first, then those who wait for it: the time-out counts from now.
        _aborting.CancelAfter(Context.Options.StopTimeout);
        _stopping.Cancel();
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _aborting.Dispose();
    }

    // After an abort nothing is waited for that does not listen to it.
    private async Task EndOf(Task work)
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = _aborting.Token.Register(static state => ((TaskCompletionSource)state!).TrySetResult(), aborted);
        if (await Task.WhenAny(work, aborted.Task).ConfigureAwait(false) == work)
        {
            await work.ConfigureAwait(false);
            return;
        }

        if (_fault is null)
            PipelineLog.StopTimedOut(Context.Log, Context.Options.Id);
        await Task.WhenAny(work, Task.Delay(AbortTimeout, TimeProvider.System)).ConfigureAwait(false);
    }
}

using System.Collections.Concurrent;
using IntelMQ.Bots;
using IntelMQ.Failures;

namespace IntelMQ.Pipelines;

/// <summary>One run of a pipeline, from the first report to the last settlement.</summary>
internal sealed class PipelineRun : IDisposable
{
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting;
    private readonly List<SourceTracker> _trackers = [];
    private readonly List<StageRunner> _runners = [];
    private readonly ConcurrentDictionary<string, Exception> _collectorErrors = new(StringComparer.Ordinal);
    private readonly List<Task> _sources = [];
    private Exception? _fault;
    private long _settleErrors;
    private long _sourceFailures;

    public PipelineRun(PipelineGraph graph, IBroker broker, ReportProgress? progress, Microsoft.Extensions.Logging.ILogger log)
    {
        _aborting = new CancellationTokenSource(Timeout.InfiniteTimeSpan, graph.Options.Services.Time);
        Context = new RunContext(graph, broker, progress, log, _stopping.Token, _aborting.Token);
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

    /// <summary>Forgets how far a report was done, now that its source is put away.</summary>
    public async ValueTask ForgetAsync(string bot, ReportProgress progress, Lineage report, IEnumerable<string> parsers)
    {
        try
        {
            await progress.RemoveAsync(report, parsers, Context.Aborting).ConfigureAwait(false);
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

    /// <summary>Runs sources until they end and everything is drained.</summary>
    public async Task RunAsync(IReadOnlyList<IRunSource> sources)
    {
        PipelineGraph graph = Context.Graph;
        foreach (Stage stage in graph.Stages)
        {
            await Context.Broker.DeclareAsync(stage.Declaration, Context.Aborting).ConfigureAwait(false);
            stage.ResetDepth((await Context.Broker.GetStatusAsync(stage.Queue, Context.Aborting).ConfigureAwait(false)).Count);
            stage.ResetSenders(0);
        }

        // All are counted before the first can end. The extra sender keeps stages open to which nobody sends in this run.
        foreach (Stage receiver in sources.SelectMany(static source => source.Receivers).Concat(graph.Stages.Where(static stage => !stage.IsAbsent).SelectMany(static stage => stage.Receivers())).Concat(graph.Stages))
            receiver.AddSender();
        Task[] stages = [.. graph.Stages.Where(static stage => !stage.IsAbsent).Select(RunStageAsync)];
        foreach (IRunSource source in sources)
            _sources.Add(RunSourceAsync(source));
        Stage[] held = [.. graph.Stages.Where(static stage => stage.IsFedFromElsewhere)];
        Task stopped = held.Length == 0 ? Task.CompletedTask : Guarded(() => Task.Delay(Timeout.Infinite, _stopping.Token), held);
        await CloseAsync([.. graph.Stages.Except(held)]).ConfigureAwait(false);
        await EndOf(Task.WhenAll([.. stages, stopped])).ConfigureAwait(false);
        foreach (StageRunner runner in _runners)
            await runner.DisposeAsync().ConfigureAwait(false);
        // What is settled may still have to be written before its source is put away.
        if (Context.Broker is MemoryBroker memory)
            await EndOf(memory.FlushAsync()).ConfigureAwait(false);
        SourceTracker[] trackers;
        lock (_gate)
            trackers = [.. _trackers];
        foreach (SourceTracker tracker in trackers)
            await EndOf(tracker.GiveUpAsync()).ConfigureAwait(false);
        Task[] all;
        lock (_gate)
            all = [.. _sources];
        await EndOf(Task.WhenAll(all)).ConfigureAwait(false);
        if (_fault is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_fault);
    }

    /// <summary>Adds a source to the run.</summary>
    /// <returns>The source's end; <see langword="null"/> where the run is already coming to its end.</returns>
    public Task? TryAdd(IRunSource source)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested || source.Receivers.Any(static stage => stage.OpenSenders == 0))
                return null;
            foreach (Stage stage in source.Receivers)
                stage.AddSender();
            Task end = RunSourceAsync(source);
            _sources.Add(end);
            return end;
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private Task RunSourceAsync(IRunSource source) => Guarded(() => source.RunAsync(this), source.Receivers);

    private Task RunStageAsync(Stage stage)
    {
        TurnGate? turns = stage.IsOrdered ? new TurnGate() : null;
        var instances = new Task[stage.Instances];
        for (int i = 0; i < instances.Length; i++)
        {
            StageRunner runner = StageRunner.Create(Context, stage, i, turns);
            _runners.Add(runner);
            instances[i] = Guarded(runner.RunAsync, []);
        }

        return Guarded(() => Task.WhenAll(instances), stage.Receivers());
    }

    private async Task Guarded(Func<Task> work, IReadOnlyCollection<Stage> receivers)
    {
        try
        {
            await Task.Run(work).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested || _aborting.IsCancellationRequested)
        {
            // The stop, or somebody else's fault.
        }
#pragma warning disable CA1031 // Kept, and thrown when everything has come to rest.
        catch (Exception exception)
        {
            PipelineLog.Broke(Context.Log, Context.Options.Id, exception);
            lock (_gate)
                _fault ??= exception;
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _aborting.CancelAsync().ConfigureAwait(false);
        }
#pragma warning restore CA1031

        await CloseAsync(receivers).ConfigureAwait(false);
    }

    private async ValueTask CloseAsync(IReadOnlyCollection<Stage> receivers)
    {
        foreach (Stage stage in receivers)
        {
            bool last;
            lock (_gate)
                last = stage.RemoveSender();
            if (last && !stage.IsAbsent)
                await Context.Broker.CompleteAsync(stage.Queue, CancellationToken.None).ConfigureAwait(false);
        }
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

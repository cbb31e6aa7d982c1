namespace IntelMQ.Pipelines;

// Which stages and sources are at work, and how they are exchanged for others.
internal sealed partial class PipelineRun
{
    private readonly SenderLedger _senders = new();
    private readonly Dictionary<Stage, StageRun> _stages = new(ReferenceEqualityComparer.Instance);
    private readonly List<SourceRun> _sources = [];
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _shaping = new(1, 1);
    private readonly object _elsewhere = new();
    private PipelineGraph _graph = null!;
    private bool _isShaping = true;
    private bool _staysOpen;

    /// <summary>Runs sources until they end and everything is drained; where told so, until a stop.</summary>
    public async Task RunAsync(PipelineGraph graph, IReadOnlyList<IRunSource> sources)
    {
        _staysOpen = graph.Options.StaysOpen;
        foreach (Stage stage in graph.Stages)
        {
            await Context.Broker.DeclareAsync(stage.Declaration, Context.Aborting).ConfigureAwait(false);
            stage.Depth.Reset((await Context.Broker.GetStatusAsync(stage.Queue, Context.Aborting).ConfigureAwait(false)).Count);
        }

        await BeginAsync(graph, sources).ConfigureAwait(false);
        using (_stopping.Token.Register(static state => _ = ((PipelineRun)state!).CloseAsync(((PipelineRun)state)._elsewhere), this))
            await EndOf(_idle.Task).ConfigureAwait(false);
        StageRun[] stages;
        SourceRun[] ended;
        SourceTracker[] trackers;
        lock (_gate)
            (stages, ended, trackers) = ([.. _stages.Values], [.. _sources], [.. _trackers]);
        foreach (StageRun stage in stages)
            await stage.DisposeAsync().ConfigureAwait(false);
        // What is settled may still have to be written before its source is put away.
        if (Context.Broker is MemoryBroker memory)
            await EndOf(memory.FlushAsync()).ConfigureAwait(false);
        foreach (SourceTracker tracker in trackers)
            await EndOf(tracker.GiveUpAsync()).ConfigureAwait(false);
        await EndOf(Task.WhenAll(ended.Select(static source => source.End))).ConfigureAwait(false);
        if (_fault is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_fault);
    }

    /// <summary>Adds a source to the run.</summary>
    /// <returns>The source's end; <see langword="null"/> where the run is already coming to its end.</returns>
    public Task? TryAdd(IRunSource source)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested || _isShaping || source.Receivers.Any(stage => !_senders.IsOpen(stage.Queue)))
                return null;
            return Begin(source).End;
        }
    }

    /// <summary>
    /// Gives the run another shape: stages and collectors that are the same go on; the others finish what they work on, give back what
    /// they have not begun, and are exchanged. Called by one caller at a time.
    /// </summary>
    /// <param name="next">The new shape; its stages that are like one at work are that one.</param>
    /// <param name="between">
    /// Runs when what leaves is at rest, before what is new begins: lets go of bots, starts others, and says what the shape is after all.
    /// </param>
    public async Task ReshapeAsync(PipelineGraph next, Func<ValueTask<PipelineGraph>> between)
    {
        await _shaping.WaitAsync(Context.Aborting).ConfigureAwait(false);
        try
        {
            StageRun[] leaving;
            SourceRun[] leavingSources;
            lock (_gate)
            {
                _isShaping = true;
                var staying = new HashSet<Stage>(next.Stages, ReferenceEqualityComparer.Instance);
                leaving = [.. _stages.Values.Where(run => !staying.Contains(run.Stage))];
                leavingSources = [.. _sources.Where(source => !source.HasEnded && !source.Source.FitsInto(next))];
            }

            // A full queue of who leaves must not keep its senders from coming to rest.
            foreach (Stage stage in leaving.Select(static run => run.Stage).Concat(next.Stages.Where(static stage => stage.IsAbsent)))
                await Context.Broker.DeclareAsync(stage.Declaration with { Capacity = null }, Context.Aborting).ConfigureAwait(false);
            await Task.WhenAll(leavingSources.Select(static source => source.PauseAsync())).ConfigureAwait(false);
            await Task.WhenAll(leaving.Select(static stage => stage.PauseAsync())).ConfigureAwait(false);
            lock (_gate)
            {
                foreach (StageRun stage in leaving)
                {
                    _stages.Remove(stage.Stage);
                    _senders.Remove(stage);
                }

                foreach (SourceRun source in leavingSources)
                {
                    _sources.Remove(source);
                    _senders.Remove(source);
                }
            }

            foreach (StageRun stage in leaving)
                await stage.DisposeAsync().ConfigureAwait(false);
            foreach (SourceRun source in leavingSources)
                source.Dispose();
            PipelineGraph final = next;
            try
            {
                final = await between().ConfigureAwait(false);
            }
            finally
            {
                foreach (Stage stage in final.Stages)
                    await Context.Broker.DeclareAsync(stage.Declaration, Context.Aborting).ConfigureAwait(false);
                await BeginAsync(final, NewCollectors(final)).ConfigureAwait(false);
            }
        }
        finally
        {
            _shaping.Release();
        }
    }

    private List<IRunSource> NewCollectors(PipelineGraph next)
    {
        lock (_gate)
        {
            // A collector that ran once and has ended is done; one that was stopped begins again.
            var known = new HashSet<string>(_sources.Select(static source => source.Source).OfType<CollectorSource>().Select(static source => source.BotId), StringComparer.Ordinal);
            return [.. next.Bots.Where(bot => bot.Kind == Bots.BotKind.Collector && !known.Contains(bot.Id)).Select(static bot => new CollectorSource(bot))];
        }
    }

    private async ValueTask BeginAsync(PipelineGraph graph, IReadOnlyList<IRunSource> sources)
    {
        List<QueueName> complete;
        lock (_gate)
        {
            _graph = graph;
            if (!_stopping.IsCancellationRequested)
                _senders.Set(_elsewhere, graph.Stages.Where(stage => _staysOpen || stage.IsFedFromElsewhere).Select(static stage => stage.Queue));
            // All are entered before the first can end.
            foreach (IRunSource source in sources)
                Enter(source);
            var started = new List<StageRun>();
            foreach (Stage stage in graph.Stages.Where(static stage => !stage.IsAbsent))
            {
                // One that had drained begins again, since others may send to it now.
                if (!_stages.TryGetValue(stage, out StageRun? run) || run.HasDrained)
                    started.Add(_stages[stage] = new StageRun(Context, stage));
                _senders.Set(_stages[stage], stage.Targets());
            }

            foreach (StageRun run in started)
                run.End = GuardedAsync(run);
            foreach (SourceRun source in _sources.Where(static source => !source.HasBegun))
                Start(source);
            _isShaping = false;
            complete = [.. graph.Stages.Where(stage => !stage.IsAbsent && !_senders.IsOpen(stage.Queue)).Select(static stage => stage.Queue)];
        }

        foreach (QueueName queue in complete)
            await CompleteAsync(queue).ConfigureAwait(false);
        lock (_gate)
            EndWhenIdle();
    }

    private SourceRun Begin(IRunSource source)
    {
        SourceRun run = Enter(source);
        Start(run);
        return run;
    }

    private SourceRun Enter(IRunSource source)
    {
        var run = new SourceRun(Context, source);
        _sources.Add(run);
        _senders.Set(run, source.Receivers.Select(static stage => stage.Queue));
        return run;
    }

    private void Start(SourceRun run)
    {
        run.HasBegun = true;
        run.End = GuardedAsync(run);
    }

    private async Task GuardedAsync(SourceRun run)
    {
        await GuardedAsync(() => run.Source.RunAsync(this, run.Context), () => run.IsPausing).ConfigureAwait(false);
        if (run.IsPausing)
            return;
        lock (_gate)
            run.HasEnded = true;
        await CloseAsync(run).ConfigureAwait(false);
    }

    private async Task GuardedAsync(StageRun run)
    {
        await Task.WhenAll(run.Runners.Select(runner => GuardedAsync(runner.RunAsync, () => run.IsPausing))).ConfigureAwait(false);
        if (run.IsPausing)
            return;
        lock (_gate)
            run.HasDrained = true;
        await CloseAsync(run).ConfigureAwait(false);
    }

    private async Task GuardedAsync(Func<Task> work, Func<bool> isPausing)
    {
        try
        {
            await Task.Run(work).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (isPausing() || _stopping.IsCancellationRequested || _aborting.IsCancellationRequested)
        {
            // The stop, another shape, or somebody else's fault.
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
    }

    // A sender has ended: the queues that it was the last to send to are complete.
    private async Task CloseAsync(object sender)
    {
        QueueName[] complete;
        lock (_gate)
        {
            IReadOnlyList<QueueName> closed = _senders.Remove(sender);
            complete = _graph is null ? [] : [.. closed.Where(queue => _graph.Stages.Any(stage => !stage.IsAbsent && stage.Queue == queue))];
        }

        foreach (QueueName queue in complete)
            await CompleteAsync(queue).ConfigureAwait(false);
        lock (_gate)
            EndWhenIdle();
    }

    private async ValueTask CompleteAsync(QueueName queue)
    {
        await Context.Broker.CompleteAsync(queue, CancellationToken.None).ConfigureAwait(false);
        Stage? reopened;
        // A new shape may have found a sender meanwhile.
        lock (_gate)
            reopened = _senders.IsOpen(queue) ? _graph.Stages.FirstOrDefault(stage => stage.Queue == queue) : null;
        if (reopened is not null)
            await Context.Broker.DeclareAsync(reopened.Declaration, Context.Aborting).ConfigureAwait(false);
    }

    private void EndWhenIdle()
    {
        bool isOpen = _staysOpen && !_stopping.IsCancellationRequested;
        if (!_isShaping && !isOpen && _sources.TrueForAll(static source => source.HasEnded) && _stages.Values.All(static stage => stage.HasDrained))
            _idle.TrySetResult();
    }
}

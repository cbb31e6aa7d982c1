namespace IntelMQ.Pipelines;

/// <summary>A stage at work: its instances, and the ways to end them.</summary>
internal sealed class StageRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _pausing = new();
    private readonly CancellationTokenSource _givingUp;
    private readonly List<CancellationTokenSource> _linked = [];
    private readonly TimeSpan _patience;

    public StageRun(RunContext run, Stage stage)
    {
        Stage = stage;
        _patience = run.Options.StopTimeout;
        _givingUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, run.Time);
        Context = run with
        {
            Pausing = _pausing.Token,
            Stopping = Link(run.Stopping, _pausing.Token),
            Receiving = Link(run.Receiving, _pausing.Token),
            Aborting = Link(run.Aborting, _givingUp.Token),
        };
        TurnGate? turns = stage.IsOrdered ? new TurnGate() : null;
        for (int i = 0; i < stage.Instances; i++)
            Runners.Add(StageRunner.Create(Context, stage, i, turns));
    }

    public Stage Stage { get; }

    /// <summary>What the instances get: the run's tokens, and this stage's own.</summary>
    public RunContext Context { get; }

    public List<StageRunner> Runners { get; } = [];

    /// <summary>Completes when all instances have ended.</summary>
    public Task End { get; set; } = Task.CompletedTask;

    /// <summary>Whether its queue was complete and drained, so that it ended by itself.</summary>
    public bool HasDrained { get; set; }

    public bool IsPausing => _pausing.IsCancellationRequested;

    /// <summary>Lets it finish what it works on, and gives back the rest; after the time-out also what is in work.</summary>
    public async Task PauseAsync()
    {
        _givingUp.CancelAfter(_patience);
        await _pausing.CancelAsync().ConfigureAwait(false);
        await End.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (StageRunner runner in Runners)
            await runner.DisposeAsync().ConfigureAwait(false);
        foreach (CancellationTokenSource linked in _linked)
            linked.Dispose();
        _pausing.Dispose();
        _givingUp.Dispose();
    }

    private CancellationToken Link(CancellationToken first, CancellationToken second)
    {
        var linked = CancellationTokenSource.CreateLinkedTokenSource(first, second);
        _linked.Add(linked);
        return linked.Token;
    }
}

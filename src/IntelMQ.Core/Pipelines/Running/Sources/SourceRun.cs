namespace IntelMQ.Pipelines;

/// <summary>A source at work, and the way to end it.</summary>
internal sealed class SourceRun(RunContext run, IRunSource source) : IDisposable
{
    private readonly CancellationTokenSource _pausing = CancellationTokenSource.CreateLinkedTokenSource(run.Stopping);

    public IRunSource Source { get; } = source;

    /// <summary>What the source gets: to it a pause is a stop.</summary>
    public RunContext Context => run with { Stopping = _pausing.Token };

    public Task End { get; set; } = Task.CompletedTask;

    /// <summary>Whether it was begun.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether it has nothing more to send.</summary>
    public bool HasEnded { get; set; }

    public bool IsPausing { get; private set; }

    /// <summary>Ends it between two reports.</summary>
    public async Task PauseAsync()
    {
        IsPausing = true;
        await _pausing.CancelAsync().ConfigureAwait(false);
        await End.ConfigureAwait(false);
    }

    public void Dispose() => _pausing.Dispose();
}

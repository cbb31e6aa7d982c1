namespace IntelMQ.Pipelines;

/// <summary>How a run ended.</summary>
/// <param name="Counters">What the pipeline has done since it was built.</param>
/// <param name="WasStopped">Whether the run was stopped from outside.</param>
/// <param name="Unsettled">How many reports were not brought to an end; their sources are still there.</param>
/// <param name="CollectorErrors">The collectors that could not read their source, also after the retries.</param>
/// <param name="SettleErrors">How often a source could not be put away after everything made of it was stored.</param>
public sealed record PipelineResult(
    PipelineCounters Counters,
    bool WasStopped,
    int Unsettled,
    IReadOnlyDictionary<string, Exception> CollectorErrors,
    long SettleErrors)
{
    /// <summary>
    /// How many parts of sources could not be used, such as a file that is a cut archive: each is kept as a failure, and its source was not
    /// put away.
    /// </summary>
    public long SourceFailures { get; init; }

    /// <summary>Whether all sources were read to their end and everything made of them is stored or kept as failure.</summary>
    public bool IsComplete => !WasStopped && Unsettled == 0 && CollectorErrors.Count == 0 && SourceFailures == 0;
}

/// <summary>What became of failures that were to be replayed.</summary>
/// <param name="Replayed">How many were handed to their bots and removed; what failed again is kept anew.</param>
/// <param name="Skipped">How many were not: their bot is not in the pipeline, or they are cut short.</param>
public sealed record ReplayResult(int Replayed, int Skipped);

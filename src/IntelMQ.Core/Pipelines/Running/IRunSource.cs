namespace IntelMQ.Pipelines;

/// <summary>What puts messages into a run: a collector, or a replay.</summary>
internal interface IRunSource
{
    /// <summary>The stages that it sends to.</summary>
    IReadOnlyCollection<Stage> Receivers { get; }

    /// <summary>Sends; returns when nothing more will come from it.</summary>
    Task RunAsync(PipelineRun run);
}

namespace IntelMQ.Pipelines;

/// <summary>What puts messages into a run: a collector, or a replay.</summary>
internal interface IRunSource
{
    /// <summary>The stages that it sends to.</summary>
    IReadOnlyCollection<Stage> Receivers { get; }

    /// <summary>Whether it goes on as it is when the pipeline takes another shape.</summary>
    bool FitsInto(PipelineGraph graph);

    /// <summary>Sends; returns when nothing more will come from it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="context">The run's context, whose <see cref="RunContext.Stopping"/> also ends this source alone.</param>
    Task RunAsync(PipelineRun run, RunContext context);
}

namespace IntelMQ.Pipelines;

/// <summary>A property of a pipeline that is neither a bot nor a parameter.</summary>
internal sealed record PipelineSetting(string Name, Func<PipelineDefinition, object?> Get)
{
    public bool AreSame(PipelineDefinition a, PipelineDefinition b) => Equals(Get(a), Get(b));
}

/// <summary>All of them.</summary>
internal static class PipelineSettings
{
    public static IReadOnlyList<PipelineSetting> All { get; } =
    [
        new(nameof(PipelineDefinition.Id), static pipeline => pipeline.Id),
        new(nameof(PipelineDefinition.QueueCapacity), static pipeline => pipeline.QueueCapacity),
        new(nameof(PipelineDefinition.ReportCapacity), static pipeline => pipeline.ReportCapacity),
        new(nameof(PipelineDefinition.BatchSize), static pipeline => pipeline.BatchSize),
        new(nameof(PipelineDefinition.StopTimeout), static pipeline => pipeline.StopTimeout),
        new(nameof(PipelineDefinition.CollectInterval), static pipeline => pipeline.CollectInterval),
        new(nameof(PipelineDefinition.Retry), static pipeline => pipeline.Retry),
    ];
}

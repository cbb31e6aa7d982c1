namespace IntelMQ.Pipelines;

/// <summary>A built pipeline at rest.</summary>
/// <param name="Options">What the bots have in common.</param>
/// <param name="Bots">The bots, senders before receivers.</param>
/// <param name="Stages">The stages, senders before receivers.</param>
internal sealed record PipelineGraph(PipelineOptions Options, IReadOnlyList<GraphBot> Bots, IReadOnlyList<Stage> Stages);

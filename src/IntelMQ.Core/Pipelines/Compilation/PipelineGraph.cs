namespace IntelMQ.Pipelines;

/// <summary>A built pipeline at rest.</summary>
/// <param name="Options">What the bots have in common.</param>
/// <param name="Order">All bots, senders before receivers, those counted that do not run here.</param>
/// <param name="Stages">The stages, senders before receivers.</param>
internal sealed record PipelineGraph(PipelineOptions Options, IReadOnlyList<GraphBot> Order, IReadOnlyList<Stage> Stages)
{
    /// <summary>The bots that run here, senders before receivers.</summary>
    public IReadOnlyList<GraphBot> Bots { get; } = [.. Order.Where(static bot => bot.RunsHere)];

    /// <summary>The bot with an id.</summary>
    public GraphBot? Find(string id) => Order.FirstOrDefault(bot => bot.Id == id);
}

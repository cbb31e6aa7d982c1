namespace IntelMQ.Pipelines;

/// <summary>Gives a compiled pipeline the shape in which it runs: with some bots stopped, and some apart from their senders.</summary>
internal static class GraphShaper
{
    /// <param name="compiled">The pipeline with all its bots.</param>
    /// <param name="stopped">The ids of bots that are stopped.</param>
    /// <param name="apart">The ids of bots that must not run in their sender's thread.</param>
    /// <param name="current">The shape until now, whose stages stay where they are alike; <see langword="null"/> where there is none.</param>
    public static PipelineGraph Shape(PipelineGraph compiled, IReadOnlySet<string> stopped, IReadOnlySet<string> apart, PipelineGraph? current)
    {
        var copies = new Dictionary<GraphBot, GraphBot>(ReferenceEqualityComparer.Instance);
        foreach (GraphBot bot in compiled.Order)
            copies.Add(bot, bot.InShape(stopped.Contains(bot.Id), apart.Contains(bot.Id)));
        foreach ((GraphBot bot, GraphBot copy) in copies)
        {
            copy.Exits.AddRange(bot.Exits.Select(exit => (exit.Path, exit.Receivers.ConvertAll(receiver => copies[receiver]))));
            copy.Inputs.AddRange(bot.Inputs.Select(input => (copies[input.Sender], input.Path)));
        }

        GraphBot[] order = [.. compiled.Order.Select(bot => copies[bot])];
        List<Stage> stages = StageFinder.Find(order, compiled.Options);
        for (int i = 0; i < stages.Count; i++)
        {
            Stage stage = stages[i];
            if (current?.Stages.FirstOrDefault(old => old.Queue == stage.Queue) is not { } known)
                continue;
            stage.Depth = known.Depth;
            if (!stage.IsLike(known))
                continue;
            foreach (GraphBot member in stage.Members)
                member.Stage = known;
            stages[i] = known;
        }

        return new PipelineGraph(compiled.Options, order, stages);
    }
}

using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Finds which bots run in one thread, one after the other.</summary>
internal static class StageFinder
{
    /// <param name="order">The bots, senders before receivers.</param>
    /// <param name="options">What they have in common.</param>
    /// <returns>The stages, those counted that stand for bots which do not run here and to which somebody here sends.</returns>
    public static List<Stage> Find(IEnumerable<GraphBot> order, PipelineOptions options)
    {
        var stages = new List<Stage>();
        foreach (GraphBot bot in order)
        {
            if (bot.Kind == BotKind.Collector || (!bot.RunsHere && !bot.Inputs.Exists(static input => input.Sender.RunsHere)))
                continue;
            if (SharedStage(bot) is { } shared)
            {
                bot.Stage = shared;
                shared.Members.Add(bot);
            }
            else
            {
                bot.Stage = new Stage(bot, options);
                stages.Add(bot.Stage);
            }
        }

        foreach (Stage stage in stages)
            stage.NoteShape();
        return stages;
    }

    // The stage of the sender, where the bot may run in its thread.
    private static Stage? SharedStage(GraphBot bot)
    {
        if (!bot.RunsHere || bot.IsApart || bot.Bots[0] is not Expert || bot.Setup.HasOwnQueue || bot.StopsOnError || bot.Setup.QueueCapacity is not null || bot.Inputs is not [var (sender, path)])
            return null;
        if (sender.IsBalanced && sender.Exits.Find(exit => exit.Path == path).Receivers is { Count: > 1 })
            return null;
        if (path == BotPath.OnError || !sender.RunsHere || sender.Stage is not { } stage || sender.Kind == BotKind.Output)
            return null;
        BotSetup setup = bot.Setup;
        bool sameThreads = setup.Instances == stage.Instances && setup.PartitionBy is null && setup.IsOrdered == stage.IsOrdered;
        bool anyThread = setup.Instances == 1 && bot.Bots[0].Concurrency == BotConcurrency.Stateless;
        return sameThreads || anyThread ? stage : null;
    }
}

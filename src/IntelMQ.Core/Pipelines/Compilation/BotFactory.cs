using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Makes the instances of a bot, and says what is wrong with them.</summary>
internal static class BotFactory
{
    public static GraphBot? Create(PipelineNode node, Func<string, string> idOf, PipelineOptions options, List<string> complaints)
    {
        BotSetup setup = node.Setup;
        if (Make(node, idOf, options, complaints) is not { } first)
            return null;
        string id = idOf(first.GetType().Name);
        BotKind? kind = KindOf(first);
        if (kind is null || (node.Kind is { } wanted && wanted != kind))
        {
            complaints.Add($"{id}: a {first.GetType().Name} cannot stand there.");
            return null;
        }

        setup.Retry?.Validate(id, complaints);
        if (setup.Instances < 1 || setup.QueueCapacity < 1 || setup.CollectInterval < TimeSpan.Zero || setup.CollectInterval > PipelineOptions.LongestWait)
            complaints.Add($"{id}: the number of instances and the capacity of the queue must be at least 1, the interval not negative, nor longer than {PipelineOptions.LongestWait.Days} days.");
        if (setup.IsOrdered && setup.PartitionBy is not null)
            complaints.Add($"{id}: instances either keep the order of all messages or split them by a field, not both.");
        Bot[] bots = Instances(node, id, first, idOf, options, complaints);
        if (first is Collector collector && options.CommonSchema is { } schema)
            collector.Schema = schema;
        return new GraphBot(id, kind.Value, bots, setup, new BotMeter(id, kind.Value)) { HasLostNeighbour = node.HasLostNeighbour };
    }

    /// <summary>One object must not work in two places at once, unless it keeps nothing.</summary>
    public static void CheckShared(IEnumerable<GraphBot> bots, List<string> complaints)
    {
        var owners = new Dictionary<Bot, GraphBot>(ReferenceEqualityComparer.Instance);
        foreach (GraphBot bot in bots)
        {
            foreach (Bot instance in bot.Bots)
            {
                if (!owners.TryAdd(instance, bot) && instance.Concurrency != BotConcurrency.Stateless)
                    complaints.Add($"{bot.Id}: the same object is already {owners[instance].Id}; connect to that, or make another.");
            }
        }

        CheckStateFiles(owners, complaints);
    }

    // Of two bots that write one file, each would lose what the other remembers.
    private static void CheckStateFiles(Dictionary<Bot, GraphBot> owners, List<string> complaints)
    {
        foreach (IGrouping<string, GraphBot> sharers in owners.Where(static pair => pair.Key.StateFile is not null).GroupBy(static pair => pair.Key.StateFile!, static pair => pair.Value, StringComparer.Ordinal))
        {
            if (sharers.Count() > 1)
                complaints.Add($"{string.Join(", ", sharers.Select(static bot => bot.Id).Order(StringComparer.Ordinal))}: these keep their state in the same file, '{sharers.Key}'; set state_file for each.");
        }
    }

    private static Bot[] Instances(PipelineNode node, string id, Bot first, Func<string, string> idOf, PipelineOptions options, List<string> complaints)
    {
        if (node.Setup.Instances <= 1 || first.Concurrency == BotConcurrency.Stateless)
            return [first];
        if (first.Concurrency == BotConcurrency.Single)
        {
            complaints.Add($"{id}: only one instance of a {first.GetType().Name} may run, not {node.Setup.Instances}.");
            return [first];
        }

        if (node.Factory is null)
        {
            complaints.Add($"{id}: each of the {node.Setup.Instances} instances needs an object of its own; give a factory.");
            return [first];
        }

        var bots = new List<Bot> { first };
        while (bots.Count < node.Setup.Instances && Make(node, idOf, options, complaints) is { } next)
        {
            if (bots.Contains(next))
            {
                complaints.Add($"{id}: the factory gives the same object twice.");
                break;
            }

            bots.Add(next);
        }

        return [.. bots];
    }

    private static Bot? Make(PipelineNode node, Func<string, string> idOf, PipelineOptions options, List<string> complaints)
    {
        if (node.Bot is not null)
            return node.Bot;
        try
        {
            return node.Factory!(options.BotServices);
        }
        catch (BotConfigurationException exception)
        {
            string id = node.Setup.Id ?? exception.Bot;
            complaints.AddRange(exception.Complaints.Select(complaint => $"{id}: {complaint}"));
        }
#pragma warning disable CA1031 // Whatever a factory throws is one complaint among others.
        catch (Exception exception)
        {
            complaints.Add($"{idOf((node.Kind ?? BotKind.Expert).ToString())}: cannot be made: {exception.Message}");
        }
#pragma warning restore CA1031

        return null;
    }

    private static BotKind? KindOf(Bot bot) => bot switch
    {
        Collector => BotKind.Collector,
        Parser => BotKind.Parser,
        Expert or AsyncExpert or BatchExpert or HoldingExpert => BotKind.Expert,
        Output => BotKind.Output,
        _ => null,
    };
}

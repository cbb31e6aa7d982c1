using IntelMQ.Bots;
using IntelMQ.Schemas;

namespace IntelMQ.Pipelines;

/// <summary>What a bot's place in the graph has to fulfil.</summary>
internal static class GraphCheck
{
    public static void Check(GraphBot bot, ComplaintList complaints)
    {
        BotDefinition definition = bot.Definition;
        if (bot.Kind == BotKind.Collector && bot.Inputs.Count > 0)
            complaints.Add(definition, "a collector gets nothing from other bots.");
        if (bot.Kind == BotKind.Output && bot.Exits.Any(static exit => exit.Path != BotPath.OnError && exit.Receivers.Count > 0))
            complaints.Add(definition, $"an output sends nothing on, except along {BotPath.OnError}.");
        if (bot.RunsHere)
            CheckConnections(bot, complaints);
        foreach ((string path, List<GraphBot> receivers) in bot.Exits)
        {
            foreach (GraphBot receiver in receivers)
                CheckMessage(bot, path, receiver, complaints);
        }

        if (bot.RunsHere && bot.Bots[0] is Parser parser)
            CheckSchema(bot, parser, complaints);
    }

    private static void CheckConnections(GraphBot bot, ComplaintList complaints)
    {
        if (bot.Kind != BotKind.Collector && bot.Inputs.Count == 0 && !bot.HasLostNeighbour)
            complaints.Add(bot.Definition, "no bot sends to it; connect it behind another bot, or leave it out.");
        if (bot.Kind != BotKind.Output && !bot.HasLostNeighbour && !bot.Exits.Any(static exit => exit.Path != BotPath.OnError && exit.Receivers.Count > 0))
            complaints.Add(bot.Definition, "sends to no bot, so what it makes would be lost; connect an output.");
        foreach (BotPath path in bot.Bots[0].Paths)
        {
            if (path.IsRequired && !bot.HasLostNeighbour && bot.Exits.Find(exit => exit.Path == path.Name).Receivers is { Count: 0 })
                complaints.Add(bot.Definition, $"nothing is connected to its path {path.Name}.");
        }
    }

    // A parser that names a field which its reports' schema lacks would fail at every report.
    private static void CheckSchema(GraphBot bot, Parser parser, ComplaintList complaints)
    {
        var found = new List<string>();
        foreach (Schema schema in bot.Inputs.SelectMany(static input => input.Sender.Bots).OfType<Collector>().Select(static collector => collector.Schema).Distinct())
            parser.CheckSchema(schema, found);
        foreach (string complaint in found.Distinct(StringComparer.Ordinal))
            complaints.Add(bot.Definition, complaint);
    }

    // Reports leave collectors, and parsers by _on_error; everything else are events.
    private static void CheckMessage(GraphBot sender, string path, GraphBot receiver, ComplaintList complaints)
    {
        if (sender.Kind == BotKind.Collector && path == BotPath.OnError)
            complaints.Add(sender.Definition, $"a collector has no path {BotPath.OnError}.");
        else if (sender.Kind == BotKind.Collector && receiver.Kind is (BotKind.Expert or BotKind.Output))
            complaints.Add(receiver.Definition, $"takes events, but {sender.Id} sends reports; put a parser between them.");
        else if (receiver.Kind == BotKind.Parser && sender.Kind != BotKind.Collector && !(sender.Kind == BotKind.Parser && path == BotPath.OnError))
            complaints.Add(receiver.Definition, $"takes reports, but {sender.Id} sends events.");
    }
}

using IntelMQ.Bots;
using IntelMQ.Schemas;

namespace IntelMQ.Pipelines;

/// <summary>What a bot's place in the graph has to fulfil.</summary>
internal static class GraphCheck
{
    public static void Check(GraphBot bot, List<string> complaints)
    {
        if (bot.Kind == BotKind.Collector && bot.Inputs.Count > 0)
            complaints.Add($"{bot.Id}: a collector gets nothing from other bots.");
        if (bot.Kind != BotKind.Collector && bot.Inputs.Count == 0 && !bot.HasLostNeighbour)
            complaints.Add($"{bot.Id}: no bot sends to it; connect it behind another bot, or leave it out.");
        if (bot.Kind != BotKind.Output && !bot.HasLostNeighbour && !bot.Exits.Any(static exit => exit.Path != BotPath.OnError && exit.Receivers.Count > 0))
            complaints.Add($"{bot.Id}: sends to no bot, so what it makes would be lost; connect an output.");
        if (bot.Kind == BotKind.Output && bot.Exits.Any(static exit => exit.Path != BotPath.OnError && exit.Receivers.Count > 0))
            complaints.Add($"{bot.Id}: an output sends nothing on, except along {BotPath.OnError}.");
        foreach (BotPath path in bot.Bots[0].Paths)
        {
            if (path.IsRequired && !bot.HasLostNeighbour && bot.Exits.Find(exit => exit.Path == path.Name).Receivers is { Count: 0 })
                complaints.Add($"{bot.Id}: nothing is connected to its path {path.Name}.");
        }

        foreach ((string path, List<GraphBot> receivers) in bot.Exits)
        {
            foreach (GraphBot receiver in receivers)
                CheckMessage(bot, path, receiver, complaints);
        }

        if (bot.Bots[0] is Parser parser)
            CheckSchema(bot, parser, complaints);
    }

    // A parser that names a field which its reports' schema lacks would fail at every report.
    private static void CheckSchema(GraphBot bot, Parser parser, List<string> complaints)
    {
        var found = new List<string>();
        foreach (Schema schema in bot.Inputs.Select(static input => input.Sender.Bots[0]).OfType<Collector>().Select(static collector => collector.Schema).Distinct())
            parser.CheckSchema(schema, found);
        complaints.AddRange(found.Distinct(StringComparer.Ordinal).Select(complaint => $"{bot.Id}: {complaint}"));
    }

    // Reports leave collectors, and parsers by _on_error; everything else are events.
    private static void CheckMessage(GraphBot sender, string path, GraphBot receiver, List<string> complaints)
    {
        if (sender.Kind == BotKind.Collector && path == BotPath.OnError)
            complaints.Add($"{sender.Id}: a collector has no path {BotPath.OnError}.");
        else if (sender.Kind == BotKind.Collector && receiver.Kind is (BotKind.Expert or BotKind.Output))
            complaints.Add($"{receiver.Id}: takes events, but {sender.Id} sends reports; put a parser between them.");
        else if (receiver.Kind == BotKind.Parser && sender.Kind != BotKind.Collector && !(sender.Kind == BotKind.Parser && path == BotPath.OnError))
            complaints.Add($"{receiver.Id}: takes reports, but {sender.Id} sends events.");
    }
}

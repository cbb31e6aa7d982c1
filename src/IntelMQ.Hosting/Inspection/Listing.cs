using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration;

namespace IntelMQ.Hosting.Inspection;

/// <summary>Lists in the shapes of IntelMQ's <c>intelmqctl --type json</c>.</summary>
public static class Listing
{
    /// <summary>The bots of a configuration, by id.</summary>
    public static JsonArray Configured(IEnumerable<RuntimeBot> bots)
        => new([.. bots.OrderBy(static bot => bot.Id, StringComparer.Ordinal).Select(static bot => (JsonNode)new JsonObject { ["id"] = bot.Id, ["description"] = bot.Setting("description") is { IsScalar: true } text ? text.Text : null })]);

    /// <summary>The bots that there are, by group and module.</summary>
    public static JsonObject Installed(IEnumerable<BotDescriptor> bots)
    {
        var groups = new JsonObject();
        foreach (IGrouping<BotKind, BotDescriptor> group in bots.GroupBy(static bot => bot.Kind).OrderBy(static group => group.Key))
        {
            var modules = new JsonObject();
            foreach (BotDescriptor bot in group.OrderBy(static bot => bot.Module, StringComparer.Ordinal))
                modules[bot.Module] = new JsonObject { ["module"] = bot.Module, ["description"] = bot.Summary };
            groups[group.Key.ToString()] = modules;
        }

        return groups;
    }

    /// <summary>The queues of each bot with the number of their messages.</summary>
    public static JsonObject Queues(RuntimeConfiguration configuration, QueueLengths lengths)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(lengths);
        var all = new JsonObject();
        foreach (RuntimeBot bot in configuration.Bots)
        {
            var one = new JsonObject();
            if (!QueueNames.IsCollector(bot))
            {
                one["source_queue"] = new JsonArray(bot.SourceQueue, lengths.Waiting(bot.SourceQueue));
                one["internal_queue"] = lengths.InWork(bot.SourceQueue);
            }

            one["destination_queues"] = new JsonArray([.. QueueNames.DestinationsOf(bot).Select(queue => (JsonNode)new JsonArray(queue, lengths.Waiting(queue)))]);
            all[bot.Id] = one;
        }

        return all;
    }

    /// <summary>A message as IntelMQ shows it: its fields by name, without its type.</summary>
    public static JsonObject Message(string json)
    {
        var fields = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach ((string name, JsonNode? value) in (JsonObject)JsonNode.Parse(json)!)
        {
            if (name != "__type")
                fields[name] = value?.DeepClone();
        }

        return new JsonObject(fields);
    }

    /// <summary>How the bots of a configuration stand that nobody runs.</summary>
    public static JsonObject Statuses(RuntimeConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var all = new JsonObject();
        foreach (RuntimeBot bot in configuration.Bots.OrderBy(static bot => bot.Id, StringComparer.Ordinal))
            all[bot.Id] = bot.IsEnabled ? "stopped" : "disabled";
        return all;
    }
}

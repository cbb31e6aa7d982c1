using IntelMQ.Bots;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Configuration;

/// <summary>The tree of a configuration as it counts: with what the environment says, and without what only IntelMQ's own programs read.</summary>
internal static class EffectiveTree
{
    private const string Parameters = "parameters";
    private const string Destinations = "destination_queues";

    public static DocumentNode Of(RuntimeConfiguration configuration)
    {
        var entries = new List<DocumentEntry>();
        DocumentEntry? global = configuration.Root.Entries.LastOrDefault(static entry => entry.Name == "global");
        IEnumerable<DocumentEntry> globals = configuration.Globals.Where(entry => !IsSet(entry.Name, configuration)).Concat(configuration.Environment);
        entries.Add(new DocumentEntry("global", DocumentNode.OfMap([.. globals], global?.Value.Place), global?.Place));
        foreach (DocumentEntry bot in configuration.Root.Entries.Where(static entry => entry.Name != "global"))
            entries.Add(bot with { Value = bot.Value.Kind == DocumentKind.Map ? Bot(bot.Value, configuration) : bot.Value });
        return DocumentNode.OfMap(entries, configuration.Root.Place);
    }

    private static DocumentNode Bot(DocumentNode bot, RuntimeConfiguration configuration)
        => DocumentNode.OfMap([.. bot.Entries.Where(static entry => entry.Name != "group" || IsGroup(entry.Value)).Select(entry => entry.Name == Parameters && entry.Value.Kind == DocumentKind.Map ? entry with { Value = Own(entry.Value, configuration) } : entry)], bot.Place);

    private static DocumentNode Own(DocumentNode parameters, RuntimeConfiguration configuration)
        => DocumentNode.OfMap(
            [
                .. parameters.Entries
                    .Where(entry => !IsSet(entry.Name, configuration))
                    .Select(static entry => entry.Name == Destinations ? entry with { Value = Queues(entry.Value) } : entry),
            ],
            parameters.Place);

    // Where a group is none of IntelMQ's, the module says what the bot does; a check tells of it.
    internal static bool IsGroup(DocumentNode group) => group.Kind == DocumentKind.Null || Enum.GetNames<BotKind>().Contains(group.Text, StringComparer.OrdinalIgnoreCase);

    // Names parted by blanks become a list.
    private static DocumentNode Queues(DocumentNode node) => node.Kind switch
    {
        DocumentKind.Text => DocumentNode.OfList([.. node.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(name => DocumentNode.OfText(name, node.Place))], node.Place),
        DocumentKind.Map => DocumentNode.OfMap([.. node.Entries.Select(static entry => entry with { Value = Queues(entry.Value) })], node.Place),
        _ => node,
    };

    private static bool IsSet(string name, RuntimeConfiguration configuration) => configuration.Environment.Any(entry => entry.Name == name);
}

using IntelMQ.Hosting.Configuration;

namespace IntelMQ.Hosting.Inspection;

/// <summary>The queues that a configuration names.</summary>
public static class QueueNames
{
    /// <summary>The queues that bots read, in the bots' order.</summary>
    public static IReadOnlyList<string> Sources(RuntimeConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return [.. configuration.Bots.Where(static bot => !IsCollector(bot)).Select(static bot => bot.SourceQueue).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The queues that bots read or send to, by name.</summary>
    public static IReadOnlyList<string> All(RuntimeConfiguration configuration)
        => [.. Sources(configuration).Concat(configuration.Bots.SelectMany(DestinationsOf)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The queues that a bot sends to, in the file's order.</summary>
    public static IReadOnlyList<string> DestinationsOf(RuntimeBot bot)
    {
        ArgumentNullException.ThrowIfNull(bot);
        return [.. bot.Destinations.SelectMany(static path => path.Queues)];
    }

    /// <summary>Whether a bot reads no queue: by its group, else by its module.</summary>
    public static bool IsCollector(RuntimeBot bot)
    {
        ArgumentNullException.ThrowIfNull(bot);
        return bot.Setting("group") is { IsScalar: true } group
            ? group.Text.Equals("Collector", StringComparison.OrdinalIgnoreCase)
            : bot.Setting("module") is { IsScalar: true } module && module.Text.Contains(".collectors.", StringComparison.Ordinal);
    }
}

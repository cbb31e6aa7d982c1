using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>All bots of this package, by IntelMQ's module path.</summary>
public static class BotCatalog
{
    private const int MaxSuggested = 5;

    private static readonly FrozenDictionary<string, BotDescriptor> ByModule =
        StandardBots.All.ToFrozenDictionary(static bot => bot.Module, StringComparer.Ordinal);

    /// <summary>All bots, sorted by module path.</summary>
    public static IReadOnlyList<BotDescriptor> All { get; } = [.. ByModule.Values.OrderBy(static bot => bot.Module, StringComparer.Ordinal)];

    /// <summary>Finds a bot by its module path.</summary>
    public static bool TryGet(string module, [NotNullWhen(true)] out BotDescriptor? bot) => ByModule.TryGetValue(module, out bot);

    /// <summary>The bot of a module path.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static BotDescriptor Get(string module)
        => TryGet(module, out BotDescriptor? bot)
            ? bot
            : throw new ArgumentException($"There is no bot '{module}'.{Suggest(module)}", nameof(module));

    // Either a slip of the pen, or only a part of the path such as "shadowserver".
    private static string Suggest(string module)
    {
        if (NearestName.Find(module, ByModule.Keys) is { } near)
            return $" Did you mean '{near}'?";
        string[] holding = module.Length < 3 ? [] : [.. All.Select(static bot => bot.Module).Where(path => path.Contains(module, StringComparison.OrdinalIgnoreCase))];
        return holding.Length == 0
            ? " BotCatalog.All lists the modules."
            : $" Bots are named by their whole module path: {string.Join(", ", holding.Take(MaxSuggested))}{(holding.Length > MaxSuggested ? ", ..." : "")}.";
    }
}

using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>All bots of this package, by IntelMQ's module path.</summary>
public static partial class BotCatalog
{
    private static readonly FrozenDictionary<string, BotDescriptor> ByModule =
        ((BotDescriptor[])[.. Collectors, .. Parsers, .. Experts, .. Outputs]).ToFrozenDictionary(static bot => bot.Module, StringComparer.Ordinal);

    /// <summary>All bots, sorted by module path.</summary>
    public static IReadOnlyList<BotDescriptor> All { get; } = [.. ByModule.Values.OrderBy(static bot => bot.Module, StringComparer.Ordinal)];

    /// <summary>Finds a bot by its module path.</summary>
    public static bool TryGet(string module, [NotNullWhen(true)] out BotDescriptor? bot) => ByModule.TryGetValue(module, out bot);

    /// <summary>The bot of a module path.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static BotDescriptor Get(string module)
        => TryGet(module, out BotDescriptor? bot)
            ? bot
            : throw new ArgumentException($"There is no bot '{module}'.{(NearestName.Find(module, ByModule.Keys) is { } near ? $" Did you mean '{near}'?" : "")}", nameof(module));
}

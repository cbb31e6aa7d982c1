using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>Says why there is no bot under a module path, and what was probably meant.</summary>
internal static class MissingBot
{
    private const int MaxSuggested = 5;

    /// <param name="module">What was asked for.</param>
    /// <param name="bots">The bots that there are, by all their paths.</param>
    /// <returns>What follows "there is no bot 'x'", with its full stop.</returns>
    public static string Explain(string module, IReadOnlyDictionary<string, BotDescriptor> bots)
    {
        var packages = new Lazy<HashSet<string?>>(() => [.. bots.Values.Select(static bot => bot.BotType.Assembly.GetName().Name)]);
        if (IntelMQModules.Explain(module, name => packages.Value.Contains(name)) is { } place)
            return place;
        // Of those that are nearest, one that is there.
        if (NearestName.Find(module, bots.Keys.Concat(IntelMQModules.All)) is { } near)
            return bots.ContainsKey(near) ? $"; did you mean '{near}'?" : $"; did you mean '{near}'? There is none{IntelMQModules.Explain(near, name => packages.Value.Contains(name))}";

        // Or only a part of the path, such as "shadowserver".
        string[] holding = module.Length < 3 ? [] : [.. bots.Keys.Where(path => path.Contains(module, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
        return holding.Length switch
        {
            0 => ".",
            1 => $"; did you mean '{holding[0]}'?",
            _ => $"; bots are named by their whole module path: {string.Join(", ", holding.Take(MaxSuggested))}{(holding.Length > MaxSuggested ? ", ..." : "")}.",
        };
    }
}

using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Text;

namespace IntelMQ.Pipelines;

/// <summary>The bots that a module path may name.</summary>
internal sealed class KnownBots
{
    private readonly Dictionary<string, BotDescriptor> _bots = new(StringComparer.Ordinal);
    private readonly Dictionary<BotDescriptor, HashSet<string>> _parameters = [];

    public KnownBots(IEnumerable<BotDescriptor> bots, ComplaintList complaints)
    {
        Formats = bots is BotCatalog catalogue ? catalogue.Formats : [];
        foreach (BotDescriptor bot in bots)
        {
            foreach (string path in bot.Aliases.Prepend(bot.Module))
            {
                if (!_bots.TryAdd(path, bot) && _bots[path] != bot)
                    complaints.Add($"Two bots have the module path {path}: {_bots[path].BotType} and {bot.BotType}.");
            }
        }
    }

    /// <summary>The formats of the catalogue that the bots are from.</summary>
    public IReadOnlyList<EventFormat> Formats { get; }

    public BotDescriptor? Find(string module) => _bots.GetValueOrDefault(module);

    /// <summary>What a bot does whose module may be unknown here: IntelMQ's paths say it.</summary>
    public BotKind? KindOf(string module)
    {
        if (Find(module) is { } bot)
            return bot.Kind;
        foreach (BotKind kind in Enum.GetValues<BotKind>())
        {
            if (module.Contains($".{kind.ToString().ToLowerInvariant()}s.", StringComparison.Ordinal))
                return kind;
        }

        return null;
    }

    /// <summary>The names of a bot's parameters.</summary>
    public IReadOnlySet<string> ParametersOf(BotDescriptor bot)
    {
        if (!_parameters.TryGetValue(bot, out HashSet<string>? names))
            _parameters.Add(bot, names = new HashSet<string>(bot.Parameters.Select(static parameter => parameter.Name), StringComparer.OrdinalIgnoreCase));
        return names;
    }

    /// <summary>Why there is no such bot: what follows "there is no bot 'x'", with its full stop.</summary>
    public string Explain(string module) => MissingBot.Explain(module, _bots);

    /// <summary>Either a slip of the pen, or only a part of the name such as "shadowserver".</summary>
    public static string DidYouMean(string name, IReadOnlyCollection<string> candidates)
        => (NearestName.Find(name, candidates) ?? candidates.FirstOrDefault(candidate => name.Length > 2 && candidate.Contains(name, StringComparison.OrdinalIgnoreCase))) is { } near
            ? $"; did you mean '{near}'?"
            : ".";
}

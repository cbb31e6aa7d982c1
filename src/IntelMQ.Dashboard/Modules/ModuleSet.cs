using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using IntelMQ.Dashboard.Http;
using IntelMQ.Dashboard.Pages;

namespace IntelMQ.Dashboard.Modules;

/// <summary>The modules of a dashboard, built once.</summary>
internal sealed partial class ModuleSet
{
    private readonly FrozenDictionary<string, (Words English, Words German)> _words;

    /// <exception cref="ArgumentException">A module has a name that cannot be, texts that are not there, or an asset of no known type.</exception>
    public ModuleSet(IEnumerable<IDashboardModule> modules)
    {
        var all = new List<DashboardModuleBuilder>();
        var words = new Dictionary<string, (Words, Words)>(StringComparer.Ordinal);
        foreach (IDashboardModule module in modules)
        {
            string name = module.Name;
            if (!Usable().IsMatch(name) || Reserved.Contains(name) || !words.TryAdd(name, (Words.English, Words.German)))
                throw new ArgumentException($"A module cannot be named '{name}'.", nameof(modules));
            var builder = new DashboardModuleBuilder(name);
            module.Build(builder);
            if (builder.Texts is { } texts)
                words[name] = (Words.English.With(Known(texts.English)), Words.German.With(Known(texts.German)));
            all.Add(builder);
        }

        All = all;
        _words = words.ToFrozenDictionary(StringComparer.Ordinal);
        Assets = new Assets(all);
    }

    /// <summary>The names that pages and APIs of the dashboard have, or may get.</summary>
    public static FrozenSet<string> Reserved { get; } = FrozenSet.ToFrozenSet(
        ["about", "api", "assets", "audit", "bot", "bots", "check", "clear", "failures", "feeds", "jobs", "messages", "openapi", "overview", "pipeline", "queues", "sieve", "sign-in", "sign-out", "tokens", "users", "v1", "v2", "catalog", "definition", "history", "live", "metrics", "session", "status"],
        StringComparer.Ordinal);

    public IReadOnlyList<DashboardModuleBuilder> All { get; }

    public Assets Assets { get; }

    /// <summary>The texts for the pages of a module; those of the dashboard where it has none.</summary>
    public Words WordsOf(string? module, Words language)
        => module is not null && _words.TryGetValue(module, out (Words English, Words German) words) ? (language.Language == "de" ? words.German : words.English) : language;

    /// <summary>The modules' entries of the navigation.</summary>
    public IReadOnlyList<PageLink> LinksOf(Words language)
        => [.. All.SelectMany(module => module.Links.Select(link => new PageLink(link.Path, WordsOf(module.Name, language)[link.Word], link.Role)))];

    private static ResourceManager Known(ResourceManager texts)
    {
        try
        {
            if (texts.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false) is not null)
                return texts;
        }
        catch (MissingManifestResourceException)
        {
        }

        throw new ArgumentException($"There are no texts '{texts.BaseName}'.", nameof(texts));
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}\\z")]
    private static partial Regex Usable();
}

using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Http;
using IntelMQ.Dashboard.Modules;

namespace IntelMQ.Dashboard.Pages;

/// <summary>What all pages are rendered with: who looks, in which language, below which path.</summary>
public sealed class PageContext
{
    private readonly Assets _assets;
    private readonly string _root;
    private readonly string? _module;

    internal PageContext(Caller? caller, Words words, string root, string formProof, bool canSignOut, ModuleSet modules)
        : this(caller, words, root, formProof, canSignOut, modules.Assets, modules.LinksOf(words), null)
    {
    }

    private PageContext(Caller? caller, Words words, string root, string formProof, bool canSignOut, Assets assets, IReadOnlyList<PageLink> links, string? module)
    {
        _assets = assets;
        _root = root;
        _module = module;
        Caller = caller;
        Words = words;
        FormProof = formProof;
        CanSignOut = canSignOut;
        Links = links;
    }

    /// <summary>The texts of the language.</summary>
    public Words Words { get; }

    internal Caller? Caller { get; }

    internal string FormProof { get; }

    internal bool CanSignOut { get; }

    /// <summary>What modules add to the navigation.</summary>
    internal IReadOnlyList<PageLink> Links { get; }

    /// <summary>The styles that are in all pages of the module.</summary>
    internal IReadOnlyList<string> Styles => _assets.StylesOf(_module);

    /// <summary>The address of a page, below any prefix.</summary>
    public string Path(string page) => _root + page;

    /// <summary>The address of a page with parameters, which are escaped; those without a value are left out.</summary>
    public string Path(string page, params ReadOnlySpan<(string Name, string? Value)> query) => _root + page + Asked(query);

    /// <summary>The address of a page of the module that renders this one, as <see cref="Path(string, ReadOnlySpan{ValueTuple{string, string?}})"/>.</summary>
    /// <param name="page">The path below the module's; empty for the module's own.</param>
    /// <param name="query">Parameters.</param>
    public string ModulePath(string page, params ReadOnlySpan<(string Name, string? Value)> query)
        => _module is null ? _root + page + Asked(query) : $"{_root}{_module}{(page.Length == 0 ? "" : "/")}{page}{Asked(query)}";

    /// <summary>The address of a style, script or picture; another one whenever its content is another.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public string Asset(string name) => $"{_root}assets/{_assets.NameOf(_module, name)}";

    /// <summary>The address of a bot's page.</summary>
    public string BotPath(string id, string? level = null) => Path("bot", ("id", id), ("level", level));

    /// <summary>Whether who looks may do what a role may.</summary>
    public bool May(DashboardRole role) => Caller is { } caller && caller.Role >= role;

    /// <summary>The same for the pages of a module.</summary>
    internal PageContext For(ModuleSet modules, string? module) => module is null ? this : new(Caller, modules.WordsOf(module, Words), _root, FormProof, CanSignOut, _assets, Links, module);

    private static string Asked(ReadOnlySpan<(string Name, string? Value)> query)
    {
        var text = new System.Text.StringBuilder();
        foreach ((string name, string? value) in query)
        {
            if (value is not null)
                text.Append(text.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return text.ToString();
    }
}

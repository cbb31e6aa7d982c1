using IntelMQ.Site.Api;
using IntelMQ.Site.Markdown;

namespace IntelMQ.Site;

/// <summary>The order of the pages, and where each stands.</summary>
internal sealed class SiteMap
{
    private const string Bots = "docs/bots/";

    // A page in docs/ that no group names is an error: nobody would find it.
    private static readonly (string Name, string[] Pages)[] Order =
    [
        ("Start", ["README.md", "docs/getting-started.md", "docs/recipes.md", "docs/concepts.md"]),
        ("Bots", ["docs/bots/README.md", "docs/writing-a-bot.md", "docs/testing-a-bot.md", "docs/plug-ins.md", "docs/sieve.md"]),
        ("Samples", ["samples/FeedToDatabase/README.md", "samples/CustomBot/README.md", "samples/WorkerHost/README.md", "samples/Embedded/README.md"]),
        ("Operation", ["docs/hosting.md", "docs/operations.md", "docs/dashboard.md", "docs/failures.md", "docs/brokers.md", "docs/store.md", "docs/mail.md", "docs/contacts.md", "docs/notifications.md", "docs/security.md", "docs/performance.md"]),
        ("Formats", ["docs/formats/README.md", "docs/formats/cef.md", "docs/formats/ecs.md", "docs/formats/idea.md", "docs/formats/misp.md", "docs/formats/ocsf.md", "docs/formats/stix.md", "docs/formats/xarf.md"]),
        ("Reference", [ApiPages.Folder + "README.md"]),
        ("From IntelMQ", ["docs/migrating.md", "docs/differences.md"]),
        ("Project", ["docs/README.md", "docs/architecture.md", "CONTRIBUTING.md", "CHANGELOG.md"]),
    ];

    private static readonly Dictionary<string, string> ShortTitles = new(StringComparer.Ordinal)
    {
        ["README.md"] = "Overview",
        ["docs/README.md"] = "All pages",
        ["docs/bots/README.md"] = "All bots",
        ["docs/formats/README.md"] = "All formats",
        ["docs/api/README.md"] = "API",
        ["docs/sieve.md"] = "Rules: sieve",
        ["docs/migrating.md"] = "Migrating",
        ["docs/differences.md"] = "Differences",
    };

    private readonly Dictionary<string, MarkdownPage> _pages;

    public SiteMap(IReadOnlyCollection<MarkdownPage> pages)
    {
        _pages = pages.ToDictionary(static page => page.Path, StringComparer.Ordinal);
        Groups = [.. Order.Select(group => new NavigationGroup(group.Name, [.. group.Pages.Select(path => _pages[path])]))];
        Reading = [.. Groups.SelectMany(static group => group.Pages)];
        string[] lost = [.. pages.Except(Reading).Select(static page => page.Path).Where(static path => !path.StartsWith(Bots, StringComparison.Ordinal) && !path.StartsWith(ApiPages.Folder, StringComparison.Ordinal))];
        if (lost.Length > 0)
            throw new InvalidDataException($"These pages have no place in the navigation; give them one in {nameof(SiteMap)}: {string.Join(", ", lost)}");
    }

    public IReadOnlyList<NavigationGroup> Groups { get; }

    /// <summary>The pages in the order in which they are read, without those of single bots.</summary>
    public IReadOnlyList<MarkdownPage> Reading { get; }

    public static string NameOf(MarkdownPage page) => ShortTitles.GetValueOrDefault(page.Path) ?? BotName(page) ?? page.Title;

    /// <summary>The page under which the navigation shows the siblings of a page.</summary>
    public static string ParentOf(MarkdownPage page) => page.Path.StartsWith(ApiPages.Folder, StringComparison.Ordinal) ? ApiPages.Folder + "README.md" : Bots + "README.md";

    /// <summary>The other bots of a bot's kind, the other namespaces of a namespace; empty for other pages.</summary>
    public IReadOnlyList<MarkdownPage> Siblings(MarkdownPage page)
    {
        string[] parts = page.Path.Split('/');
        if (page.Path.StartsWith(ApiPages.Folder, StringComparison.Ordinal) && parts[^1] != "README.md")
            return [.. _pages.Values.Where(static other => other.Path.StartsWith(ApiPages.Folder, StringComparison.Ordinal) && !other.Path.EndsWith("/README.md", StringComparison.Ordinal)).OrderBy(NameOf, StringComparer.Ordinal)];
        return parts is ["docs", "bots", var kind, _] ? [.. _pages.Values.Where(other => other.Path.StartsWith($"{Bots}{kind}/", StringComparison.Ordinal)).OrderBy(NameOf, StringComparer.Ordinal)] : [];
    }

    public bool Contains(string path) => _pages.ContainsKey(path);

    /// <summary>Where a page stands on the site.</summary>
    public static string UrlOf(string path)
    {
        string url = Path.GetFileName(path) == "README.md" ? path[..^"README.md".Length] + "index.html" : path[..^".md".Length] + ".html";
        return (url.StartsWith("docs/", StringComparison.Ordinal) && url != "docs/index.html" ? url["docs/".Length..] : url == "docs/index.html" ? "pages.html" : url).ToLowerInvariant();
    }

    /// <summary>The way from one page of the site to another.</summary>
    public static string Relative(string from, string to) => Path.GetRelativePath(Path.GetDirectoryName("/" + from)!, "/" + to).Replace('\\', '/');

    private static string? BotName(MarkdownPage page)
        => page.Path.StartsWith(Bots, StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(page.Path) : null;
}

/// <summary>Pages that stand together in the navigation.</summary>
internal sealed record NavigationGroup(string Name, IReadOnlyList<MarkdownPage> Pages);

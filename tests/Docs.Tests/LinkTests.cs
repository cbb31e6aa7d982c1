using IntelMQ.Site;
using IntelMQ.Site.Markdown;
using Markdig.Syntax.Inlines;

namespace IntelMQ.Docs.Tests;

/// <summary>Links between pages lead somewhere, also to the headings they name.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Links_lead_to_files_and_headings_that_are_there()
    {
        Dictionary<string, MarkdownPage> pages = DocumentationPages.All.ToDictionary(static page => page.Path, StringComparer.Ordinal);
        var broken = new List<string>();
        foreach (MarkdownPage page in pages.Values)
        {
            foreach (LinkInline link in page.Links)
            {
                if (Complaint(pages, page, link.Url ?? "") is { } complaint)
                    broken.Add($"{page.Path}, line {link.Line + 1}: {link.Url} {complaint}");
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_page_of_the_documentation_can_be_reached_from_its_index()
    {
        Dictionary<string, MarkdownPage> pages = DocumentationPages.All.ToDictionary(static page => page.Path, StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal) { "docs/README.md" };
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out string? path))
        {
            foreach (LinkInline link in pages[path].Links)
            {
                string target = Target(path, link.Url ?? "").Path;
                if (pages.ContainsKey(target) && reached.Add(target))
                    open.Enqueue(target);
            }
        }

        Assert.Empty(pages.Keys.Where(static path => path.StartsWith("docs/", StringComparison.Ordinal)).Except(reached));
    }

    private static string? Complaint(Dictionary<string, MarkdownPage> pages, MarkdownPage page, string url)
    {
        if (url.StartsWith("https://", StringComparison.Ordinal))
            return null;
        if (url.Contains(':', StringComparison.Ordinal))
            return "is neither a path nor an address with https.";
        // A package's page stands on its own, away from the repository.
        if (page.Path.Split('/')[0] is "src" or "templates")
            return "leads nowhere from a package.";
        (string path, string anchor) = Target(page.Path, url);
        if (!Path.Exists(Repository.PathOf(path)))
            return "is not there.";
        if (anchor.Length == 0)
            return null;
        return pages.TryGetValue(path, out MarkdownPage? target) && target.Headings.Any(heading => heading.Id == anchor) ? null : $"names a heading that is not there; there are: {string.Join(", ", target?.Headings.Select(static heading => heading.Id) ?? [])}";
    }

    private static (string Path, string Anchor) Target(string from, string url)
    {
        string[] parts = url.Split('#', 2);
        string path = parts[0].Length == 0 ? from : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(from)!, parts[0]))).Replace('\\', '/');
        return (path, parts.Length > 1 ? parts[1] : "");
    }
}

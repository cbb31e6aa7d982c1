using IntelMQ.Site;
using IntelMQ.Site.Markdown;

namespace IntelMQ.Docs.Tests;

/// <summary>Commands in the pages name projects, scripts and folders that are there.</summary>
public sealed class CommandTests
{
    // Folders of the repository; other paths are the reader's own, and a name between <> stands for many.
    private static readonly string[] Folders = ["bench", "docs", "samples", "src", "templates", "tests", "tools", ".ci"];

    [Fact]
    public void Paths_in_commands_are_there()
    {
        var missing = new List<string>();
        foreach (MarkdownPage page in DocumentationPages.All)
        {
            IEnumerable<string> commands = page.Listings.Where(static listing => listing.Language == "console").SelectMany(static listing => listing.Code.Split('\n'))
                .Concat(page.Text.Split('`').Where(static text => text.StartsWith("dotnet ", StringComparison.Ordinal) || text.StartsWith(".ci/", StringComparison.Ordinal) || text.StartsWith("tests/", StringComparison.Ordinal)));
            foreach (string word in commands.SelectMany(static command => command.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            {
                if (Folders.Contains(word.Split('/')[0]) && word.Contains('/', StringComparison.Ordinal) && !word.Contains('<', StringComparison.Ordinal) && !Path.Exists(Repository.PathOf(word)))
                    missing.Add($"{page.Path}: {word}");
            }
        }

        Assert.Empty(missing);
    }
}

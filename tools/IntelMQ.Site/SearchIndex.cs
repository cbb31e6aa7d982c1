using System.Text;
using System.Text.Json;
using IntelMQ.Site.Markdown;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace IntelMQ.Site;

/// <summary>What the search looks through: each page, cut at its headings. A script, so that it also loads from files on disk.</summary>
internal static class SearchIndex
{
    private const int MaxReference = 400;

    public static string Of(IEnumerable<MarkdownPage> pages)
    {
        var entries = new List<string[]>();
        foreach (MarkdownPage page in pages)
        {
            string url = SiteMap.UrlOf(page.Path);
            var text = new StringBuilder();
            string[] entry = [url, page.Title, "", ""];
            foreach (Block block in page.Document)
            {
                if (block is HeadingBlock { Level: > 1 } heading)
                {
                    Add(entries, entry, text);
                    entry = [$"{url}#{heading.GetAttributes().Id}", page.Title, PlainText.Of(heading), ""];
                }
                else if (block is not HeadingBlock)
                {
                    text.Append(block is FencedCodeBlock code ? code.Lines.ToString() : PlainText.Of(block)).Append(' ');
                }
            }

            Add(entries, entry, text);
        }

        return $"window.searchEntries = {JsonSerializer.Serialize(entries)};\n";
    }

    private static void Add(List<string[]> entries, string[] entry, StringBuilder text)
    {
        entry[3] = string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        // Of the reference, what a type is and its first members: all of it would be most of the index.
        if (entry[0].StartsWith("api/", StringComparison.Ordinal) && entry[3].Length > MaxReference)
            entry[3] = entry[3][..MaxReference];
        text.Clear();
        entries.Add(entry);
    }
}

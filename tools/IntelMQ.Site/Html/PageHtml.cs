using System.Net;
using System.Text;
using IntelMQ.Site.Markdown;

namespace IntelMQ.Site.Html;

/// <summary>A whole page of the site. Readable without scripts; scripts and styles come from files of the site, nothing from elsewhere.</summary>
internal static class PageHtml
{
    private const string Name = "IntelMQ for .NET";
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

    public static string Of(MarkdownPage page, SiteMap map)
    {
        string url = SiteMap.UrlOf(page.Path);
        string title = page.Path == "README.md" ? Name : $"{page.Title} – {Name}";
        Heading[] sections = [.. page.Headings.Where(static heading => heading.Level is 2)];
        string contents = Contents(sections);
        string body = PageBody.Of(page, map);
        int afterTitle = body.IndexOf("</h1>\n", StringComparison.Ordinal) + "</h1>\n".Length;
        string inline = contents.Length == 0 ? "" : $"<details class=\"contents inline\"><summary>On this page</summary>\n{contents}</details>\n";
        return Frame(url, title, page.Summary, map, page, $"""
            <main id="content" tabindex="-1">
            <article{(page.Path.StartsWith("docs/bots/", StringComparison.Ordinal) || page.Path.StartsWith("docs/api/", StringComparison.Ordinal) ? " class=\"reference\"" : "")}>
            {body[..afterTitle]}{inline}{body[afterTitle..]}</article>
            {Neighbours(page, map)}</main>
            {(contents.Length == 0 ? "" : $"<nav class=\"contents aside\" aria-label=\"On this page\"><p>On this page</p>\n{contents}</nav>\n")}
            """);
    }

    public static string NotFound(SiteMap map) => Frame("404.html", $"Not found – {Name}", "There is no such page.", map, null, """
        <main id="content" tabindex="-1">
        <article>
        <h1>There is no such page</h1>
        <p>It may have moved. The navigation and the search know all pages.</p>
        </article>
        </main>

        """);

    private static string Frame(string url, string title, string summary, SiteMap map, MarkdownPage? current, string body)
    {
        string root = SiteMap.Relative(url, "index.html")[..^"index.html".Length];
        return $"""
            <!doctype html>
            <html lang="en" data-root="{root}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <meta name="referrer" content="no-referrer">
            <meta name="description" content="{Attribute(Shortened(summary))}">
            <meta name="color-scheme" content="light dark">
            <title>{Text(title)}</title>
            <link rel="icon" href="{root}icon.png">
            <link rel="stylesheet" href="{root}site.css">
            <script src="{root}theme.js"></script>
            <script src="{root}site.js" defer></script>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the text</a>
            <header>
            <a class="brand" href="{root}index.html"><img src="{root}icon.png" width="28" height="28" alt="">{Name}</a>
            <form class="search" role="search" hidden>
            <input type="search" id="search" placeholder="Search" aria-label="Search the documentation" aria-controls="results" autocomplete="off" spellcheck="false">
            <div id="results" role="region" aria-label="Results of the search" aria-live="polite" hidden></div>
            </form>
            <button class="theme" type="button" hidden>Theme</button>
            <a class="menu" href="#navigation">Menu</a>
            </header>
            <div class="frame">
            <nav id="navigation" aria-label="Pages" tabindex="-1">
            <a class="close" href="#content">Close</a>
            {Navigation(url, map, current)}</nav>
            {body}</div>
            <footer><p>Apache-2.0. IntelMQ is a project of its own under the AGPL; no code, text or test of it is in here.</p></footer>
            </body>
            </html>

            """;
    }

    private static string Navigation(string url, SiteMap map, MarkdownPage? current)
    {
        var html = new StringBuilder();
        foreach (NavigationGroup group in map.Groups)
        {
            html.Append("<p>").Append(Text(group.Name)).Append("</p>\n<ul>\n");
            foreach (MarkdownPage page in group.Pages)
            {
                html.Append(Item(url, page, current));
                IReadOnlyList<MarkdownPage> siblings = current is null ? [] : map.Siblings(current);
                if (siblings.Count > 0 && page.Path == SiteMap.ParentOf(current!))
                    html.Append("<li><ul class=\"bots\">\n").AppendJoin("", siblings.Select(sibling => Item(url, sibling, current))).Append("</ul></li>\n");
            }

            html.Append("</ul>\n");
        }

        return html.ToString();
    }

    private static string Item(string url, MarkdownPage page, MarkdownPage? current)
        => $"<li><a href=\"{SiteMap.Relative(url, SiteMap.UrlOf(page.Path))}\"{(page == current ? " aria-current=\"page\"" : "")}>{Text(SiteMap.NameOf(page))}</a></li>\n";

    private static string Contents(Heading[] sections)
        => sections.Length < 2 ? "" : $"<ul>\n{string.Concat(sections.Select(static section => $"<li><a href=\"#{section.Id}\">{Text(section.Text)}</a></li>\n"))}</ul>\n";

    private static string Neighbours(MarkdownPage page, SiteMap map)
    {
        int place = map.Reading.TakeWhile(other => other != page).Count();
        if (place == map.Reading.Count)
            return "";
        string url = SiteMap.UrlOf(page.Path);
        string previous = place == 0 ? "" : Neighbour("previous", "Previous", map.Reading[place - 1]);
        string next = place == map.Reading.Count - 1 ? "" : Neighbour("next", "Next", map.Reading[place + 1]);
        return $"<nav class=\"neighbours\" aria-label=\"Neighbouring pages\">\n{previous}{next}</nav>\n";

        string Neighbour(string kind, string word, MarkdownPage other)
            => $"<a class=\"{kind}\" href=\"{SiteMap.Relative(url, SiteMap.UrlOf(other.Path))}\"><span>{word}</span> {Text(SiteMap.NameOf(other))}</a>\n";
    }

    private static string Shortened(string text) => text.Length <= 160 ? text : text[..text.LastIndexOf(' ', 157)] + " ...";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Attribute(string text) => WebUtility.HtmlEncode(text);
}

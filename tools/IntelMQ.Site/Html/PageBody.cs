using System.Net;
using System.Text.RegularExpressions;
using IntelMQ.Site.Markdown;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace IntelMQ.Site.Html;

/// <summary>A page's text as HTML: links lead within the site, code is highlighted, tables can be scrolled, images of lines are part of the page.</summary>
internal static partial class PageBody
{
    public static string Of(MarkdownPage page, SiteMap map)
    {
        foreach (HtmlBlock html in page.Document.Descendants<HtmlBlock>().ToArray())
        {
            if (html.Type != HtmlBlockType.Comment)
                throw new InvalidDataException($"{page.Path}, line {html.Line + 1}: the pages are Markdown, not HTML.");
            html.Parent!.Remove(html);
        }

        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        MarkdownPage.Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new CodeRenderer());
        renderer.ObjectRenderers.Replace<CodeInlineRenderer>(new BreakableCodeRenderer());
        renderer.ObjectRenderers.Replace<HeadingRenderer>(new AnchoredHeadingRenderer());
        renderer.ObjectRenderers.Replace<HtmlTableRenderer>(new ScrollingTableRenderer());
        renderer.ObjectRenderers.Replace<LinkInlineRenderer>(new SiteLinkRenderer(page, map));
        renderer.Render(page.Document);
        return writer.ToString();
    }

    // Long names break at their dots and lines, not within a word.
    private static string Breakable(string name) => NameParts().Replace(WebUtility.HtmlEncode(name), "$0<wbr>");

    [GeneratedRegex(@"[._/](?=\w)", RegexOptions.None, 1000)]
    private static partial Regex NameParts();

    private sealed class BreakableCodeRenderer : HtmlObjectRenderer<CodeInline>
    {
        protected override void Write(HtmlRenderer renderer, CodeInline code) => renderer.Write($"<code>{Breakable(code.Content)}</code>");
    }

    private sealed class CodeRenderer : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            string language = (block as FencedCodeBlock)?.Info ?? "";
            renderer.Write($"<div class=\"listing\"><pre class=\"code\" data-language=\"{language}\"><code>{Highlighter.Html(CodeListing.CodeOf(block), language)}</code></pre></div>\n");
        }
    }

    private sealed class AnchoredHeadingRenderer : HtmlObjectRenderer<HeadingBlock>
    {
        protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
        {
            string id = heading.GetAttributes().Id ?? "";
            renderer.Write($"<h{heading.Level} id=\"{id}\">");
            if (heading.Inline is { FirstChild: LiteralInline { NextSibling: null } name } && !name.Content.AsSpan().Contains(' '))
                renderer.Write(Breakable(name.Content.ToString()));
            else
                renderer.WriteLeafInline(heading);
            if (heading.Level > 1)
                renderer.Write($" <a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to this section\">#</a>");
            renderer.Write($"</h{heading.Level}>\n");
        }
    }

    private sealed class ScrollingTableRenderer : HtmlObjectRenderer<Table>
    {
        private readonly HtmlTableRenderer _table = new();

        protected override void Write(HtmlRenderer renderer, Table table)
        {
            // Alignment is a class: styles in the page are against its policy.
            TableColumnAlign?[] alignments = [.. table.ColumnDefinitions.Select(static column => column.Alignment)];
            table.ColumnDefinitions.ForEach(static column => column.Alignment = null);
            string[] names = [.. table.OfType<TableRow>().First().Select(static cell => PlainText.Of(cell).Trim())];
            foreach (TableRow row in table.OfType<TableRow>())
            {
                foreach ((Block cell, string name) in row.Zip(names))
                {
                    if (!row.IsHeader && name.Length > 0)
                        cell.GetAttributes().AddProperty("data-column", name);
                }

                foreach ((Block cell, TableColumnAlign? alignment) in row.Zip(alignments))
                {
                    if (alignment is TableColumnAlign.Right)
                        cell.GetAttributes().AddClass("number");
                }
            }

            renderer.Write("<div class=\"table\">");
            _table.Write(renderer, table);
            renderer.Write("</div>\n");
        }
    }

    private sealed partial class SiteLinkRenderer(MarkdownPage page, SiteMap map) : LinkInlineRenderer
    {
        protected override void Write(HtmlRenderer renderer, LinkInline link)
        {
            string url = link.Url ?? "";
            if (link.IsImage)
            {
                renderer.Write($"<figure class=\"drawing\">{Drawing(Target(url))}</figure>");
            }
            else if (url.StartsWith("https://", StringComparison.Ordinal) || url.StartsWith('#'))
            {
                base.Write(renderer, link);
            }
            else if (map.Contains(Target(url)))
            {
                int anchor = url.IndexOf('#', StringComparison.Ordinal);
                link.Url = SiteMap.Relative(SiteMap.UrlOf(page.Path), SiteMap.UrlOf(Target(url))) + (anchor < 0 ? "" : url[anchor..]);
                base.Write(renderer, link);
            }
            else
            {
                // A file of the repository, which is not on the site.
                renderer.WriteChildren(link);
            }
        }

        private string Target(string url)
        {
            string path = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page.Path)!, url.Split('#')[0]));
            return Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
        }

        // Drawings take the page's colour; a style of their own is for other places, and the site's policy refuses it.
        private static string Drawing(string path)
            => path.EndsWith(".svg", StringComparison.Ordinal)
                ? Style().Replace(File.ReadAllText(Repository.PathOf(path)), "").Trim()
                : throw new InvalidDataException($"{path}: only images of the form SVG stand in the pages.");

        [GeneratedRegex(@"\s*<style>.*?</style>", RegexOptions.Singleline, 1000)]
        private static partial Regex Style();
    }
}

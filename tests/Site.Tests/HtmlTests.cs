using AngleSharp.Dom;

namespace IntelMQ.Site.Tests;

/// <summary>What can be said of the pages without a browser.</summary>
public sealed class HtmlTests(BuiltSite site) : IClassFixture<BuiltSite>
{
    [Fact]
    public void Links_lead_to_files_and_places_that_are_there() => AssertNone(static (site, path, page) =>
        page.QuerySelectorAll("[href], [src]").Select(static element => element.GetAttribute("href") ?? element.GetAttribute("src")!)
            .Where(link => !link.StartsWith("https://", StringComparison.Ordinal) && !Leads(site, path, link)));

    [Fact]
    public void Nothing_comes_from_elsewhere() => AssertNone(static (_, _, page) =>
        page.QuerySelectorAll("link[href], script[src], img[src], iframe, object, embed, form[action]")
            .Where(static element => (element.GetAttribute("href") ?? element.GetAttribute("src"))?.Contains(':', StringComparison.Ordinal) != false)
            .Select(static element => element.OuterHtml));

    [Fact]
    public void Scripts_and_styles_stand_in_files_of_their_own() => AssertNone(static (_, _, page) =>
        page.QuerySelectorAll("style, script:not([src]), [style]").Concat(page.All.Where(static element => element.Attributes.Any(static attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal))))
            .Select(static element => element.OuterHtml));

    [Fact]
    public void Every_page_has_the_landmarks_and_one_title() => AssertNone(static (_, _, page) =>
        ((string[])["html[lang]", "head > title", "meta[name=viewport]", "header", "nav#navigation[aria-label]", "main#content", "main h1", "footer", "a.skip[href='#content']"])
            .Where(selector => page.QuerySelectorAll(selector).Length != 1));

    [Fact]
    public void Headings_leave_out_no_level() => AssertNone(static (_, _, page) =>
    {
        int[] levels = [.. page.QuerySelectorAll("main :is(h1, h2, h3, h4, h5, h6)").Select(static heading => heading.LocalName[1] - '0')];
        return levels.Zip(levels.Skip(1)).Where(static pair => pair.Second > pair.First + 1).Select(static pair => $"h{pair.First} before h{pair.Second}");
    });

    [Fact]
    public void Names_of_places_are_unique() => AssertNone(static (_, _, page) =>
        page.QuerySelectorAll("[id]").GroupBy(static element => element.Id!).Where(static group => group.Count() > 1).Select(static group => group.Key));

    [Fact]
    public void Images_controls_and_links_have_names() => AssertNone(static (_, _, page) =>
        page.QuerySelectorAll("img:not([alt]), input:not([aria-label]), svg:not([role=img]), svg:not(:has(> title)), nav:not([aria-label]), [role=region]:not([aria-label])")
            .Concat(page.QuerySelectorAll("a").Where(static link => link.TextContent.Trim().Length == 0 && !link.HasAttribute("aria-label")))
            .Select(static element => element.OuterHtml));

    [Fact]
    public void The_navigation_marks_where_one_is() => AssertNone(static (_, path, page) =>
        path == "404.html" || page.QuerySelectorAll("#navigation [aria-current=page]").Length == 1 ? [] : ["no mark, or several"]);

    [Fact]
    public void Titles_are_unique()
        => Assert.Empty(site.Pages.GroupBy(static page => page.Value.Title).Where(static group => group.Count() > 1).Select(static group => group.Key));

    [Fact]
    public void The_site_is_made_anew_but_no_other_folder_is()
    {
        string other = Path.Combine(Path.GetDirectoryName(site.Folder)!, "other");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "letter.txt"), "Dear reader");

        Assert.Throws<IOException>(() => SiteBuilder.Build(other));
        Assert.True(File.Exists(Path.Combine(other, "letter.txt")));
        File.Delete(Path.Combine(other, "letter.txt"));
        Assert.Equal(SiteBuilder.Build(other), SiteBuilder.Build(other));
    }

    private static bool Leads(BuiltSite site, string from, string link)
    {
        string[] parts = link.Split('#', 2);
        string path = parts[0].Length == 0 ? from : Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(from)!, parts[0]))).Replace('\\', '/');
        return File.Exists(Path.Combine(site.Folder, path)) && (parts.Length == 1 || site.Pages[path].GetElementById(parts[1]) is not null);
    }

    private void AssertNone(Func<BuiltSite, string, IDocument, IEnumerable<string>> complaints)
        => Assert.Empty(site.Pages.SelectMany(page => complaints(site, page.Key, page.Value).Select(complaint => $"{page.Key}: {complaint}")));
}

using IntelMQ.Site.Api;
using IntelMQ.Site.Html;
using IntelMQ.Site.Markdown;

namespace IntelMQ.Site;

/// <summary>Writes the whole site.</summary>
internal static class SiteBuilder
{
    private static readonly string[] Assets = ["site.css", "site.js", "theme.js"];

    /// <summary>Writes the site into a folder, which is made anew.</summary>
    /// <returns>How many pages it has.</returns>
    public static int Build(string output)
    {
        // A folder that is not a site is nobody's to delete.
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any() && !File.Exists(Path.Combine(output, "site.css")))
            throw new IOException($"{output} is not empty and no site; name another folder.");
        if (Directory.Exists(output))
            Directory.Delete(output, recursive: true);

        MarkdownPage[] pages = [.. Repository.Pages().Where(static path => path.Split('/')[0] is not ("src" or "templates")).Select(Repository.Read), .. ApiPages.All()];
        var map = new SiteMap(pages);
        foreach (MarkdownPage page in pages)
            Write(output, SiteMap.UrlOf(page.Path), PageHtml.Of(page, map));
        Write(output, "404.html", PageHtml.NotFound(map));
        Write(output, "search-index.js", SearchIndex.Of(pages));
        foreach (string asset in Assets)
            Write(output, asset, Read(asset));
        File.Copy(Repository.PathOf("build/icon.png"), Path.Combine(output, "icon.png"));
        return pages.Length;
    }

    private static void Write(string output, string path, string text)
    {
        string file = Path.Combine(output, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static string Read(string asset)
    {
        using Stream stream = typeof(SiteBuilder).Assembly.GetManifestResourceStream(asset)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

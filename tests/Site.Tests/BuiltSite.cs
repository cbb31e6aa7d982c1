using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace IntelMQ.Site.Tests;

/// <summary>The site as the command builds it, in a folder that goes away with the tests.</summary>
public sealed class BuiltSite : IDisposable
{
    public BuiltSite()
    {
        Folder = Path.Combine(Directory.CreateTempSubdirectory("intelmq-site-").FullName, "site");
        SiteBuilder.Build(Folder);
        var parser = new HtmlParser();
        foreach (string file in Directory.EnumerateFiles(Folder, "*.html", SearchOption.AllDirectories))
            Pages.Add(Path.GetRelativePath(Folder, file).Replace('\\', '/'), parser.ParseDocument(File.ReadAllText(file)));
    }

    public string Folder { get; }

    /// <summary>The pages by their paths.</summary>
    public SortedDictionary<string, IDocument> Pages { get; } = new(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
}

using IntelMQ.Site.Markdown;

namespace IntelMQ.Site;

/// <summary>The checkout that the pages stand in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(string path) => Path.Combine(Root, path);

    public static MarkdownPage Read(string path) => new(path, File.ReadAllText(PathOf(path)));

    /// <summary>The pages that people read: those of the site, and the ones beside samples and in packages.</summary>
    public static IEnumerable<string> Pages()
    {
        foreach (string page in (string[])["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
            yield return page;
        foreach (string page in Below("docs"))
            yield return page;
        foreach (string page in ((string[])["samples", "src", "templates"]).SelectMany(Below).Where(static page => !page.Split('/').Any(static part => part is "bin" or "obj" or "content")))
            yield return page;
    }

    private static IEnumerable<string> Below(string folder)
        => Directory.EnumerateFiles(PathOf(folder), "*.md", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static string Find()
    {
        foreach (string start in (string[])[Environment.CurrentDirectory, AppContext.BaseDirectory])
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "IntelMQ.Sdk.slnx")))
                    return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("This is no checkout of the project: there is no IntelMQ.Sdk.slnx in this folder nor above it.");
    }
}

namespace IntelMQ.Site.Tests;

/// <summary>A test that needs Chromium: skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    public BrowserFactAttribute()
    {
        if (Program is null)
            Skip = $"No browser: none of {string.Join(", ", Names)} is in the PATH, and CHROMIUM does not name one.";
    }

    /// <summary>The browser's path.</summary>
    public static string? Program { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } given)
            return given;
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}

namespace IntelMQ.Corpus.Tests;

/// <summary>The recorded cases, kept outside the repository: <c>shared/corpus</c> beside the checkout or further up.</summary>
internal static class CorpusFolder
{
    /// <summary>Why the tests cannot run; null where they can.</summary>
    public static string? Missing => Path is null ? "There is no folder shared/corpus beside the checkout." : null;

    public static string? Path { get; } = FindAbove(System.IO.Path.Combine("shared", "corpus"));

    /// <summary>The checkout's own folder.</summary>
    public static string Checkout { get; } = System.IO.Path.GetDirectoryName(FindAbove("Directory.Packages.props"))
        ?? throw new InvalidOperationException("The tests run outside the checkout.");

    private static string? FindAbove(string name)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = System.IO.Path.Combine(at.FullName, name);
            if (System.IO.Path.Exists(candidate))
                return candidate;
        }

        return null;
    }
}

namespace IntelMQ.Bots.Tests.Support;

/// <summary>The folder of recorded samples: <c>shared/corpus</c> in the checkout's folder or one above it.</summary>
internal static class Corpus
{
    public static string? Folder { get; } = Find();

    public static string File(params string[] path) => Path.Combine([Folder ?? throw new InvalidOperationException("No corpus."), .. path]);

    private static string? Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "corpus");
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}

namespace IntelMQ.Pipelines;

/// <summary>Finds where a path leads when its links are followed, also where its end is not there yet.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <returns>The path without links; <see langword="null"/> where it leads in a circle, cannot be looked at, or is none.</returns>
    public static string? Of(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            return null;
        int links = 0;
        try
        {
            return Follow(Path.GetFullPath(path), ref links) is { } real ? Path.TrimEndingDirectorySeparator(real) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? Follow(string path, ref int links)
    {
        string root = Path.GetPathRoot(path)!;
        string current = root;
        foreach (string part in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = Path.Combine(current, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MaxLinks || Follow(Path.GetFullPath(target, current), ref links) is not { } followed)
                return null;
            current = followed;
        }

        return current;
    }
}

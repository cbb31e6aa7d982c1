namespace IntelMQ.Testing;

/// <summary>Finds a test's source file again, from the path that the compiler wrote into the assembly.</summary>
internal static class SourceFile
{
    // What a deterministic build puts in the place of the checkout's folder.
    private const string Mapped = "/_/";

    /// <summary>The folder of a source file; looked for above the assemblies where the compiler hid the checkout's folder.</summary>
    /// <exception cref="SnapshotException">There is no such folder on this machine.</exception>
    public static string FolderOf(string callerFilePath)
    {
        string folder = Path.GetDirectoryName(callerFilePath) ?? "";
        if (Directory.Exists(folder))
            return folder;
        if (callerFilePath.StartsWith(Mapped, StringComparison.Ordinal))
        {
            for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            {
                string candidate = Path.Combine(at.FullName, folder[Math.Min(Mapped.Length, folder.Length)..]);
                if (File.Exists(Path.Combine(candidate, Path.GetFileName(callerFilePath))))
                    return candidate;
            }
        }

        throw new SnapshotException($"The folder of {callerFilePath} is not on this machine, so there are no snapshots to compare with.");
    }
}

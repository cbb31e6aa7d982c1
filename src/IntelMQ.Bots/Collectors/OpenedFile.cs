namespace IntelMQ.Bots.Collectors;

/// <summary>Looks at a file that is open.</summary>
internal static class OpenedFile
{
    // What is larger would push other failures out of their store; the file itself stays where it is.
    private const long MaxKept = 16 << 20;
    private const int KeptOfLarger = 64 << 10;
    private const int MaxLinks = 40;

    /// <summary>
    /// Whether the open file is the one that its path names, and no link was followed: between the look at a path and its opening somebody
    /// may put a link there.
    /// </summary>
    public static bool IsAt(FileStream stream, FileInfo file, string realFolder)
    {
        string entry = $"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}";
        if (OperatingSystem.IsLinux() && new FileInfo(entry).LinkTarget is { } opened)
            return opened == Path.Combine(realFolder, file.Name);
        file.Refresh();
        return file.LinkTarget is null && file.Exists && file.Length == stream.Length && file.LastWriteTimeUtc == File.GetLastWriteTimeUtc(stream.SafeFileHandle);
    }

    /// <summary>A folder's path with all links in it followed.</summary>
    public static string RealPath(string folder)
    {
        string real = Path.GetPathRoot(folder)!;
        var parts = new Stack<string>(folder[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (int links = 0; parts.TryPop(out string? part);)
        {
            string next = Path.Combine(real, part);
            if (links < MaxLinks && new DirectoryInfo(next).LinkTarget is { } target)
            {
                links++;
                string path = Path.GetFullPath(target, real);
                real = Path.GetPathRoot(path)!;
                foreach (string piece in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
                    parts.Push(piece);
            }
            else
            {
                real = next;
            }
        }

        return real;
    }

    /// <summary>What a failure keeps of a file: all of it, or the start of a large one and its length.</summary>
    public static async Task<(byte[] Data, long CutFrom)> ReadForFailureAsync(FileStream stream)
    {
        try
        {
            long length = stream.Length;
            var data = new byte[length <= MaxKept ? length : KeptOfLarger];
            stream.Position = 0;
            int read = await stream.ReadAtLeastAsync(data, data.Length, throwOnEndOfStream: false).ConfigureAwait(false);
            return (data[..read], length > MaxKept ? length : 0);
        }
        catch (IOException)
        {
            return ([], 0);
        }
    }
}

namespace IntelMQ.Bots.Outputs;

/// <summary>The first bytes of a file.</summary>
internal static class FileBeginning
{
    /// <summary>Reads so many bytes, or fewer where there are no more; none where there is no file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[] Read(string path, int count)
    {
        try
        {
            // Whoever reads a pipe waits for somebody to write.
            if (new FileInfo(path).Length == 0)
                return [];
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[count];
            return bytes[..file.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"The file '{path}' must not be read: {exception.Message}", exception);
        }
    }
}

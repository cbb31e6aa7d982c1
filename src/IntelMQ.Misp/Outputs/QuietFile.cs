using IntelMQ.Text;

namespace IntelMQ.Misp.Outputs;

/// <summary>Files that others read while they are written: they see the old one or the new one, whole.</summary>
internal static class QuietFile
{
    /// <summary>Writes a file beside the old one, and puts it into its place.</summary>
    /// <exception cref="IOException">The file is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string beside = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.tmp");
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>Writes a file beside the old one, and puts it into its place.</summary>
    /// <exception cref="IOException">The file is as it was.</exception>
    public static void Write(string path, Utf8Buffer content) => Write(path, stream => stream.Write(content.WrittenSpan));

    /// <summary>Appends to a file with one call, so that nobody sees a part of what is appended for long.</summary>
    /// <exception cref="IOException">Nothing of it is there.</exception>
    public static void Append(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            long before = stream.Position;
            try
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // A full disk takes a part: what is torn would be read as a line.
                stream.SetLength(before);
                throw;
            }
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }
}

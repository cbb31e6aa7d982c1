using Microsoft.Win32.SafeHandles;

namespace IntelMQ.Failures;

/// <summary>Appends to files that must never hold half of something.</summary>
internal static class AppendOnly
{
    /// <summary>Writes at a place that is the file's end, or will be: what stands behind it is left from a failed attempt.</summary>
    /// <returns>The file's length.</returns>
    /// <exception cref="IOException">Nothing is appended; the text says why.</exception>
    public static long Write(string path, long length, IReadOnlyList<ReadOnlyMemory<byte>> parts, bool flush)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            try
            {
                if (RandomAccess.GetLength(file) > length)
                    RandomAccess.SetLength(file, length);
                RandomAccess.Write(file, parts, length);
                if (flush)
                    RandomAccess.FlushToDisk(file);
            }
            catch
            {
                TrySetLength(file, length);
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The failures cannot be stored in '{path}': {exception.Message}", exception);
        }

        foreach (ReadOnlyMemory<byte> part in parts)
            length += part.Length;
        return length;
    }

    private static void TrySetLength(SafeFileHandle file, long length)
    {
        try
        {
            RandomAccess.SetLength(file, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next attempt writes over it, and the next start puts it aside.
        }
    }
}

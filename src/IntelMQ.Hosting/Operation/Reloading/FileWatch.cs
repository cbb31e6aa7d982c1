using System.Security.Cryptography;

namespace IntelMQ.Hosting.Operation;

/// <summary>
/// Sees that files are others than before, by their content: links that lead elsewhere, files that are replaced or written in place, folders on other
/// machines are all the same to it.
/// </summary>
internal sealed class FileWatch
{
    private const int MaxLength = 64 * 1024 * 1024;

    private readonly IReadOnlyList<string> _paths;
    private string _known;
    private string _seen;

    public FileWatch(IReadOnlyList<string> paths)
    {
        _paths = paths;
        _known = _seen = Read();
    }

    /// <summary>Looks once.</summary>
    /// <returns>Whether something changed since the last time that this said so, and nothing between this look and the one before: nobody is still writing.</returns>
    public bool HasChanged()
    {
        string now = Read();
        bool isQuiet = now == _seen;
        _seen = now;
        if (!isQuiet || now == _known)
            return false;
        _known = now;
        return true;
    }

    /// <summary>Takes what is there now for known.</summary>
    public void Forget() => _known = _seen = Read();

    private string Read() => string.Join(' ', _paths.Select(Digest));

    private static string Digest(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return stream.Length > MaxLength ? $"{stream.Length}" : Convert.ToHexString(SHA256.HashData(stream));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "none";
        }
    }
}

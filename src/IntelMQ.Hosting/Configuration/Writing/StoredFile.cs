using System.Security.Cryptography;
using System.Text;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>A file of text that is replaced as a whole, and only where nobody else has changed it.</summary>
internal sealed class StoredFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly bool _hasMark;
    private byte[] _hash;

    private StoredFile(string path, byte[] content)
    {
        Path = path;
        _hash = SHA256.HashData(content);
        _hasMark = content.AsSpan().StartsWith(Encoding.UTF8.Preamble);
    }

    public string Path { get; }

    public static StoredFile Open(string path, out string text)
    {
        string real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? System.IO.Path.GetFullPath(path);
        byte[] content = File.ReadAllBytes(real);
        var file = new StoredFile(real, content);
        try
        {
            text = Strict.GetString(content.AsSpan(file._hasMark ? Encoding.UTF8.Preamble.Length : 0));
        }
        catch (DecoderFallbackException)
        {
            throw new PipelineConfigurationException((IEnumerable<PipelineComplaint>)[new PipelineComplaint("The document is no UTF-8.") { Place = new DocumentPlace(path, 1, 1) }]);
        }

        return file;
    }

    public void Save(string text)
    {
        byte[] content = [.. _hasMark ? Encoding.UTF8.Preamble : [], .. Strict.GetBytes(text)];
        // Who holds the copy of the file before is the only one that writes.
        using FileStream before = Lock();
        byte[] present = File.ReadAllBytes(Path);
        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(present), _hash))
            throw new ConfigurationChangedException(Path);
        if (present.AsSpan().SequenceEqual(content))
            return;
        before.SetLength(0);
        before.Write(present);
        before.Flush(flushToDisk: true);
        Replace(content);
        _hash = SHA256.HashData(content);
    }

    private FileStream Lock()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.GetUnixFileMode(Path);
        try
        {
            return new FileStream(Path + ".bak", options);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new IOException($"The file '{Path}' cannot be written: {exception.Message}", exception);
        }
    }

    private void Replace(byte[] content)
    {
        string fresh = $"{Path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.GetUnixFileMode(Path);
        try
        {
            using (var stream = new FileStream(fresh, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(fresh, File.GetUnixFileMode(Path));
            if (FileOwner.TryCopy(Path, fresh))
            {
                File.Move(fresh, Path, overwrite: true);
                return;
            }

            // A file in another's name would shut out whom the old one belonged to: the content changes in place, the copy is there if that fails.
            using var present = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.None);
            present.Write(content);
            present.SetLength(content.Length);
            present.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}

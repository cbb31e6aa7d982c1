using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntelMQ.Text;

namespace IntelMQ.Notifications.OneShots.Uploads;

/// <summary>
/// Files that are uploaded in slices, each with its offset and its SHA-256. What was taken is on the disk, so that an upload goes on after a
/// broken connection or a restart. Names that people give never become paths. Thread-safe within a process.
/// </summary>
public sealed class UploadFolder : IDisposable
{
    private const int LongestName = 120;

    private readonly string _path;
    private readonly UploadLimits _limits;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Opens a folder, which is made where it is not there.</summary>
    /// <param name="path">The folder; nothing else may be in it.</param>
    /// <param name="limits">What uploads may take.</param>
    /// <param name="time">The clock by which files grow old.</param>
    public UploadFolder(string path, UploadLimits limits, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(time);
        _path = Directory.CreateDirectory(path).FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _limits = limits;
        _time = time;
    }

    /// <summary>Announces a file. Files that are too old are removed before.</summary>
    /// <param name="owner">Who uploads it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<UploadReply> BeginAsync(string owner, string name, long size, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentNullException.ThrowIfNull(name);
        if (size is <= 0 || size > _limits.FileBytes)
            return new UploadReply(null, string.Create(CultureInfo.InvariantCulture, $"A file has from 1 to {_limits.FileBytes} bytes, this one {size}."));
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            RemoveOld();
            Upload[] all = [.. Directory.EnumerateFiles(_path, "*.json").Select(file => Find(Path.GetFileNameWithoutExtension(file))).OfType<Upload>()];
            if (all.Length >= _limits.Files || all.Sum(static upload => upload.Size) > _limits.AllBytes - size)
                return new UploadReply(null, string.Create(CultureInfo.InvariantCulture, $"There is no room: {all.Length} uploads take {all.Sum(static upload => upload.Size)} bytes of {_limits.AllBytes}. Remove one that is not needed."));
            string shown = Printable.Of(Path.GetFileName(name.Replace('\\', '/')));
            var upload = new Upload(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), owner, shown.Length > LongestName ? shown[..LongestName] : shown, size, 0);
            await File.WriteAllBytesAsync(DataOf(upload.Id), [], cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(FactsOf(upload.Id), Facts(upload), cancellationToken).ConfigureAwait(false);
            return new UploadReply(upload, null);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Adds a slice. A slice that is there already is taken without being written again, so that one whose answer was lost can be sent twice.</summary>
    /// <param name="id">The upload.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="slice">The bytes.</param>
    /// <param name="sha256">Their SHA-256, in hexadecimal digits.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<UploadReply> AppendAsync(string id, long offset, ReadOnlyMemory<byte> slice, string sha256, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Find(id) is not { } upload)
                return new UploadReply(null, "There is no such upload.");
            if (slice.Length > _limits.SliceBytes)
                return new UploadReply(upload, string.Create(CultureInfo.InvariantCulture, $"A slice has at most {_limits.SliceBytes} bytes."));
            if (!string.Equals(Convert.ToHexStringLower(SHA256.HashData(slice.Span)), sha256, StringComparison.OrdinalIgnoreCase))
                return new UploadReply(upload, "The slice is not what its SHA-256 says. Send it again.");
            if (offset >= 0 && offset < upload.Received && offset + slice.Length <= upload.Received)
                return new UploadReply(upload, null);
            if (offset != upload.Received)
                return new UploadReply(upload, string.Create(CultureInfo.InvariantCulture, $"The next slice begins at {upload.Received}, this one at {offset}."));
            if (slice.Length > upload.Size - upload.Received)
                return new UploadReply(upload, "The file is longer than was announced.");
            FileStream file = new(DataOf(id), FileMode.Append, FileAccess.Write, FileShare.Read);
            await using (file.ConfigureAwait(false))
            {
                // Not given up half way: a part of a slice would have no hash.
                await file.WriteAsync(slice, CancellationToken.None).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            return new UploadReply(upload with { Received = upload.Received + slice.Length }, null);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Finds an upload.</summary>
    /// <param name="id">Its identifier; whatever else it is leads to nothing.</param>
    public Upload? Find(string? id)
    {
        if (id is not { Length: 32 } || !id.All(char.IsAsciiHexDigitLower) || !File.Exists(FactsOf(id)) || !File.Exists(DataOf(id)))
            return null;
        try
        {
            using JsonDocument facts = JsonDocument.Parse(File.ReadAllBytes(FactsOf(id)));
            JsonElement root = facts.RootElement;
            return new Upload(id, root.GetProperty("owner").GetString()!, root.GetProperty("name").GetString()!, root.GetProperty("size").GetInt64(), new FileInfo(DataOf(id)).Length);
        }
        catch (Exception exception) when (exception is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Opens what has been uploaded.</summary>
    /// <param name="id">The upload.</param>
    /// <returns>The file; <see langword="null"/> where there is none, or not all of it.</returns>
    public FileStream? Open(string id)
        => Find(id) is { IsWhole: true } ? new FileStream(DataOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.SequentialScan) : null;

    /// <summary>Removes an upload.</summary>
    /// <param name="id">Its identifier.</param>
    public void Remove(string id)
    {
        if (Find(id) is null)
            return;
        File.Delete(FactsOf(id));
        File.Delete(DataOf(id));
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private void RemoveOld()
    {
        DateTime oldest = (_time.GetUtcNow() - _limits.Age).UtcDateTime;
        foreach (string file in Directory.EnumerateFiles(_path, "*.data").Where(file => File.GetLastWriteTimeUtc(file) < oldest))
            Remove(Path.GetFileNameWithoutExtension(file));
    }

    private string DataOf(string id) => Path.Combine(_path, $"{id}.data");

    private string FactsOf(string id) => Path.Combine(_path, $"{id}.json");

    private static string Facts(Upload upload)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("owner", upload.Owner);
            json.WriteString("name", upload.Name);
            json.WriteNumber("size", upload.Size);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}

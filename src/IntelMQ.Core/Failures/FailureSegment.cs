using System.Globalization;
using IntelMQ.Text;

namespace IntelMQ.Failures;

/// <summary>A file of entries with numbers that follow each other, and beside it the numbers of those that were removed.</summary>
internal sealed class FailureSegment(string folder, long firstId)
{
    private readonly HashSet<long> _removed = [];

    /// <summary>The number of the first entry, or what it will be; also the file's name.</summary>
    public long FirstId { get; } = firstId;

    /// <summary>The number after the last entry.</summary>
    public long EndId { get; set; } = firstId;

    /// <summary>How many bytes hold whole entries.</summary>
    public long Length { get; set; }

    /// <summary>The first entry's time; <see langword="null"/> where there is none.</summary>
    public DateTimeOffset? FirstTime { get; set; }

    /// <summary>The last entry's time; <see langword="null"/> where it is not known.</summary>
    public DateTimeOffset? LastTime { get; set; }

    /// <summary>How many bytes are entries of each bot, once that was asked for; known of segments that get no more.</summary>
    public Dictionary<string, long>? BytesByBot { get; set; }

    public string Path { get; } = System.IO.Path.Combine(folder, NameOf(firstId) + ".jsonl");

    /// <summary>Bytes on disk.</summary>
    public long DiskBytes => Length + RemovedLength;

    /// <summary>Entries that were not removed.</summary>
    public long Live => EndId - FirstId - _removed.Count;

    private string RemovedPath => System.IO.Path.ChangeExtension(Path, ".removed");

    private long RemovedLength { get; set; }

    public static string NameOf(long id) => id.ToString("D19", CultureInfo.InvariantCulture);

    public bool Contains(long id) => id >= FirstId && id < EndId;

    public bool IsRemoved(long id) => _removed.Contains(id);

    /// <summary>The numbers that were removed, as they are now.</summary>
    public HashSet<long> Removed() => [.. _removed];

    /// <summary>Reads the first entry's time, and which entries were removed.</summary>
    public void Load()
    {
        using (FileStream file = Open())
        {
            Length = file.Length;
            var head = new byte[128];
            int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (FailureLine.TryReadHead(head.AsSpan(0, read), out _, out DateTimeOffset time))
                FirstTime = time;
        }

        if (!File.Exists(RemovedPath))
            return;
        byte[] ids = File.ReadAllBytes(RemovedPath);
        // A number without line feed behind it may be half a number.
        RemovedLength = ids.AsSpan().LastIndexOf((byte)'\n') + 1;
        ReadOnlySpan<byte> rest = ids.AsSpan(0, (int)RemovedLength);
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            if (long.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out long id))
                _removed.Add(id);
            rest = rest[(end + 1)..];
        }
    }

    /// <summary>Forgets numbers that are no entry's.</summary>
    public void TrimRemoved() => _removed.RemoveWhere(id => !Contains(id));

    /// <summary>Notes entries as removed, on disk first.</summary>
    /// <exception cref="IOException">They could not be noted; nothing has changed.</exception>
    public void Remove(IEnumerable<long> ids, bool flush)
    {
        var lines = new Utf8Buffer();
        var fresh = new HashSet<long>();
        foreach (long id in ids)
        {
            if (!Contains(id) || _removed.Contains(id) || !fresh.Add(id))
                continue;
            lines.Append(id);
            lines.Append((byte)'\n');
        }

        if (fresh.Count == 0)
            return;
        RemovedLength = AppendOnly.Write(RemovedPath, RemovedLength, [lines.WrittenMemory], flush);
        _removed.UnionWith(fresh);
    }

    public FileStream Open() => new(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);

    /// <summary>Deletes the entries, then the notes about them: the other way round they would come back after a crash in between.</summary>
    public void Delete()
    {
        File.Delete(Path);
        File.Delete(RemovedPath);
    }

    public override string ToString() => System.IO.Path.GetFileName(Path);
}

using System.Globalization;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Failures;

/// <summary>The segments of a store, oldest first; there is always one to append to. Not thread-safe.</summary>
internal sealed class FailureFolder(FileFailureStoreOptions options, ILogger log)
{
    private const long MaxFirstId = 9_000_000_000_000_000_000;

    private readonly List<FailureSegment> _segments = [];
    private long _dropped;

    public IReadOnlyList<FailureSegment> Segments => _segments;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Reads what there is, and makes it whole.</summary>
    public void Load(DateTimeOffset now)
    {
        foreach (string path in Directory.EnumerateFiles(options.Folder, "*.jsonl"))
        {
            if (TryReadName(Path.GetFileNameWithoutExtension(path), out long id))
                _segments.Add(new FailureSegment(options.Folder, id));
            else
                log.Foreign(path);
        }

        _segments.Sort(static (left, right) => left.FirstId.CompareTo(right.FirstId));
        for (int i = 0; i < _segments.Count; i++)
        {
            FailureSegment segment = _segments[i];
            segment.Load();
            // The last one that is not empty says how old the entries are.
            bool mayBeLast = i == _segments.Count - 1 || (i == _segments.Count - 2 && new FileInfo(_segments[i + 1].Path).Length == 0);
            if (mayBeLast && SegmentRepair.Repair(segment) is { } aside)
                log.Torn(segment.Path, aside);
            if (i + 1 < _segments.Count)
                segment.EndId = _segments[i + 1].FirstId;
            segment.TrimRemoved();
        }

        if (_segments.Count == 0)
            Begin(1);
        DeleteLoneNotes();
        Clean();
        Bound(now);
    }

    /// <summary>The segment that takes the next entries.</summary>
    public FailureSegment SegmentForMore()
    {
        FailureSegment last = _segments[^1];
        return last.Length < options.SegmentBytes ? last : Begin(last.EndId);
    }

    /// <summary>Notes entries as removed.</summary>
    public void Remove(IReadOnlyCollection<long> ids)
    {
        long[] sorted = [.. ids];
        Array.Sort(sorted);
        int next = 0;
        foreach (FailureSegment segment in _segments)
        {
            while (next < sorted.Length && sorted[next] < segment.FirstId)
                next++;
            int from = next;
            while (next < sorted.Length && sorted[next] < segment.EndId)
                next++;
            if (next > from)
                segment.Remove(sorted[from..next], options.FlushToDisk);
        }

        Clean();
    }

    /// <summary>
    /// Deletes what is too old, and makes room until the rest is within the bounds: always from the bot whose failures take the most, its
    /// oldest first, so that one feed's failures do not push out those of another.
    /// </summary>
    public void Bound(DateTimeOffset now)
    {
        while (_segments[0].EndId > _segments[0].FirstId && IsTooOld(now))
        {
            FailureSegment oldest = _segments[0];
            if (_segments.Count == 1 && !TryBegin(oldest.EndId))
                return;
            Drop(oldest);
        }

        while (_segments.Count > 1 && _segments.Sum(static segment => segment.DiskBytes) > options.MaxTotalBytes)
        {
            if (!MakeRoom())
                return;
        }
    }

    // The last segment still grows, and is left alone.
    private bool MakeRoom()
    {
        var total = new Dictionary<string, long>(StringComparer.Ordinal);
        FailureSegment? failed = null;
        try
        {
            foreach (FailureSegment segment in _segments.SkipLast(1))
            {
                failed = segment;
                segment.BytesByBot ??= SegmentThinning.BytesByBot(segment);
                foreach ((string bot, long bytes) in segment.BytesByBot)
                    total[bot] = total.GetValueOrDefault(bot) + bytes;
            }

            if (total.Count == 0)
            {
                Drop(_segments[0]);
                return true;
            }

            string most = total.MaxBy(static pair => pair.Value).Key;
            FailureSegment oldest = failed = _segments.First(segment => segment.BytesByBot!.ContainsKey(most));
            if (oldest.BytesByBot!.Count == 1)
            {
                Drop(oldest);
                return true;
            }

            long count = SegmentThinning.RemoveBot(oldest, most, options.FlushToDisk);
            oldest.BytesByBot.Remove(most);
            Interlocked.Add(ref _dropped, count);
            log.Thinned(count, most, oldest.Path);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.NotDeleted(failed!.Path, exception.Message);
            return false;
        }
    }

    private void Drop(FailureSegment segment)
    {
        Interlocked.Add(ref _dropped, segment.Live);
        if (segment.Live > 0)
            log.Dropped(segment.Live, segment.Path);
        Delete(segment);
    }

    // Only names that the store writes: another form of a number would be taken for a segment that is not there, and one near the end of all
    // numbers would leave none for what is to come.
    private static bool TryReadName(string name, out long id)
    {
        id = 0;
        return name.Length == FailureSegment.NameOf(1).Length
            && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out id)
            && id is > 0 and < MaxFirstId;
    }

    // Entries are no younger than the first of the next segment; of the last segment the last entry is known.
    private bool IsTooOld(DateTimeOffset now)
    {
        if (options.MaxAge is not { } age)
            return false;
        DateTimeOffset? newest = _segments.Count > 1 && _segments[1].FirstTime is { } next ? next : _segments[0].LastTime;
        return newest < now - age;
    }

    // Segments without entries go; the last one leaves an empty one behind, whose name keeps the numbers from starting anew.
    private void Clean()
    {
        FailureSegment last = _segments[^1];
        if (last.Live == 0 && last.EndId > last.FirstId && !TryBegin(last.EndId))
            return;
        for (int i = _segments.Count - 2; i >= 0; i--)
        {
            if (_segments[i].Live <= 0)
                Delete(_segments[i]);
        }
    }

    private bool TryBegin(long id)
    {
        try
        {
            Begin(id);
            return true;
        }
        catch (IOException)
        {
            // The disk is full: the segment stays for now.
            return false;
        }
    }

    private FailureSegment Begin(long id)
    {
        var segment = new FailureSegment(options.Folder, id);
        AppendOnly.Write(segment.Path, 0, [], options.FlushToDisk);
        _segments.Add(segment);
        return segment;
    }

    private void Delete(FailureSegment segment)
    {
        _segments.Remove(segment);
        try
        {
            segment.Delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.NotDeleted(segment.Path, exception.Message);
        }
    }

    // Left by a crash between the deletion of a segment and of its notes, or while one was thinned.
    private void DeleteLoneNotes()
    {
        foreach (string path in Directory.EnumerateFiles(options.Folder, "*.jsonl.new"))
            File.Delete(path);
        foreach (string path in Directory.EnumerateFiles(options.Folder, "*.removed"))
        {
            if (!File.Exists(Path.ChangeExtension(path, ".jsonl")))
                File.Delete(path);
        }
    }
}

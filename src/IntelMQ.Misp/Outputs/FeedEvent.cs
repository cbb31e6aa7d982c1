using IntelMQ.Text;

namespace IntelMQ.Misp.Outputs;

/// <summary>
/// An event of MISP that events still go into. Its file is written again when enough of them wait, so that all writing together is a small
/// multiple of what is written at last; until then they are in a journal beside it.
/// </summary>
/// <param name="folder">The folder of the feed.</param>
/// <param name="head">What the event says of itself.</param>
internal sealed class FeedEvent(string folder, FeedEventHead head)
{
    private static readonly byte[] Start = "{\"Event\":{\"Object\":[\n"u8.ToArray();

    private readonly HashSet<Guid> _uuids = [];
    private readonly Utf8Buffer _waiting = new();
    private readonly Utf8Buffer _hashes = new();
    private long _bodyLength;
    private bool _hasJournal;

    /// <summary>What the event says of itself.</summary>
    public FeedEventHead Head => head;

    /// <summary>How many objects its file has.</summary>
    public int Published { get; private set; }

    /// <summary>How many objects wait for the file to be written.</summary>
    public int Waiting { get; private set; }

    /// <summary>How many bytes of objects wait.</summary>
    public int WaitingBytes => _waiting.Length;

    /// <summary>Since when the first of them waits.</summary>
    public DateTimeOffset WaitingSince { get; private set; }

    /// <summary>How many objects there are.</summary>
    public int Count => Published + Waiting;

    /// <summary>When the file was last written, in seconds since 1970.</summary>
    public long Timestamp { get; private set; }

    /// <summary>How many bytes of objects were written or copied, for those who count.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Whether the event has an object already.</summary>
    public bool Has(Guid uuid) => _uuids.Contains(uuid);

    /// <summary>The path of the event's file.</summary>
    public string FilePath => Path.Combine(folder, $"{head.Uuid}.json");

    private string JournalPath => FeedJournal.PathOf(folder, head.Uuid);

    /// <summary>Takes in what an earlier process has left in the event's file and its journal.</summary>
    public void Load(FeedFile? file, IEnumerable<byte[]> journal, DateTimeOffset now)
    {
        foreach ((Guid uuid, byte[] json) in file?.Objects ?? [])
        {
            if (_uuids.Add(uuid))
                Published++;
            AppendJoined(json);
        }

        Timestamp = file?.Timestamp ?? 0;
        var hashes = new Utf8Buffer();
        foreach (byte[] json in journal)
        {
            if (FeedFile.UuidOf(json) is not { } uuid || !_uuids.Add(uuid))
                continue;
            AppendJoined(json);
            FeedFile.AppendHashes(json, head.Uuid, hashes);
            Waiting++;
        }

        _hashes.Append(hashes.WrittenSpan);
        _hasJournal = File.Exists(JournalPath);
        WaitingSince = now;
    }

    /// <summary>Keeps objects in the journal.</summary>
    /// <exception cref="IOException">Nothing of them is kept.</exception>
    public void Keep(FeedStage stage, DateTimeOffset now)
    {
        var lines = new Utf8Buffer(stage.Objects.Length + 256);
        if (!_hasJournal)
            FeedJournal.AppendHead(head, lines);
        stage.AppendLines(lines);
        QuietFile.Append(JournalPath, lines.WrittenSpan);
        _hasJournal = true;
        Take(stage, now);
    }

    /// <summary>Writes the event's file, with objects that are new where there are some.</summary>
    /// <exception cref="IOException">The file is as it was, and so is all else but lines of hashes.</exception>
    public void Publish(FeedStage? stage, FeedHashes hashes, MispFeedOutputOptions options, DateTimeOffset now, TimeZoneInfo zone)
    {
        long timestamp = Math.Max(now.ToUnixTimeSeconds(), Timestamp + 1);
        if (_hashes.Length > 0)
        {
            hashes.Add(_hashes.WrittenSpan);
            _hashes.Clear();
        }

        hashes.Add(stage is null ? default : stage.Hashes.WrittenSpan);
        long length = 0;
        QuietFile.Write(FilePath, target =>
        {
            if (_bodyLength == 0)
                target.Write(Start);
            else
                Copy(_bodyLength, target);
            bool isFirst = Published == 0 && _waiting.Length == 0;
            target.Write(_waiting.WrittenSpan);
            stage?.WriteJoined(target, isFirst);
            length = target.Position;
            var tail = new Utf8Buffer();
            head.AppendTail(options, timestamp, zone, tail);
            target.Write(tail.WrittenSpan);
        });
        (_bodyLength, Timestamp) = (length, timestamp);
        BytesWritten += length;
        Published += Waiting + (stage?.Count ?? 0);
        Waiting = 0;
        _waiting.Clear();
        if (stage is not null)
            _uuids.UnionWith(stage.Uuids);
    }

    /// <summary>Lets go of the journal, whose objects the file and the manifest show.</summary>
    /// <exception cref="IOException">It is still there.</exception>
    public void DropJournal()
    {
        if (!_hasJournal)
            return;
        File.Delete(JournalPath);
        _hasJournal = false;
    }

    private void Take(FeedStage stage, DateTimeOffset now)
    {
        if (Waiting == 0)
            WaitingSince = now;
        if (Published + Waiting > 0)
            _waiting.Append(",\n"u8);
        _waiting.Append(stage.Objects.WrittenSpan);
        _hashes.Append(stage.Hashes.WrittenSpan);
        Waiting += stage.Count;
        _uuids.UnionWith(stage.Uuids);
    }

    private void AppendJoined(ReadOnlySpan<byte> json)
    {
        if (_waiting.Length > 0)
            _waiting.Append(",\n"u8);
        _waiting.Append(json);
    }

    private void Copy(long length, Stream target)
    {
        using var source = new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        byte[] buffer = new byte[(int)Math.Min(length, 1 << 20)];
        while (length > 0)
        {
            int read = source.Read(buffer, 0, (int)Math.Min(length, buffer.Length));
            if (read == 0)
                throw new IOException($"{FilePath} is shorter than it was: another program writes it.");
            target.Write(buffer.AsSpan(0, read));
            length -= read;
        }
    }
}

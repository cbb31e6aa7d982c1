using System.Text.Json;
using IntelMQ.Misp.Events;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Misp.Outputs;

/// <summary>The folder of a feed: its events, the list of them, the hashes of their values, and which events are still open.</summary>
internal sealed class FeedFolder
{
    // IntelMQ's name for the events that lack the field that keeps them apart.
    private const string Unseparated = "DEFAULT";

    private readonly MispFeedOutputOptions _options;
    private readonly TimeZoneInfo _zone;
    private readonly ILogger _log;
    private readonly FeedManifest _manifest;
    private readonly FeedHashes _hashes;
    private readonly Dictionary<string, FeedEvent> _open = new(StringComparer.Ordinal);

    /// <summary>Makes the folder where it is not there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public FeedFolder(MispFeedOutputOptions options, TimeZoneInfo zone, ILogger log)
    {
        (_options, _zone, _log) = (options, zone, log);
        try
        {
            Directory.CreateDirectory(options.OutputDir);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }

        _manifest = new FeedManifest(options.OutputDir);
        _hashes = new FeedHashes(options.OutputDir);
    }

    /// <summary>The open events.</summary>
    public IReadOnlyCollection<FeedEvent> Open => _open.Values;

    /// <summary>Takes up what an earlier process, or IntelMQ, has left.</summary>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public void Load(DateTimeOffset now)
    {
        if (!_manifest.Read())
            RebuildManifest();
        _hashes.Repair();
        foreach (string path in FeedJournal.AllIn(_options.OutputDir))
        {
            if (FeedJournal.Read(path) is not { } journal)
            {
                _log.JournalLeftOut(path);
                continue;
            }

            var left = new FeedEvent(_options.OutputDir, journal.Head);
            left.Load(FeedFile.Read(left.FilePath), journal.Objects, now);
            Publish(left, null, now);
            _open[KeyOf(journal.Head.Separator)] = left;
        }

        foreach ((string key, string path) in ReadCurrent())
            Resume(key, path, now);
        CloseEnded(now);
    }

    /// <summary>The open event for a value of the field that keeps them apart; a new one where there is none.</summary>
    public FeedEvent EventFor(string? separator, DateTimeOffset now)
    {
        string key = KeyOf(separator);
        if (_open.TryGetValue(key, out FeedEvent? open))
            return open;
        DateTimeOffset end = now + _options.Interval;
        string info = FeedEventHead.InfoOf(_options, separator, now, end, _zone);
        // Several events begin at one time where the first ones are full.
        string uuid;
        int ordinal = 0;
        do
        {
            uuid = MispUuid.Of(Guid.Parse(_options.MispOrgUuid!), $"{info}\n{key}\n{ordinal++}").ToString();
        }
        while (_manifest.Uuids.Contains(uuid));
        return _open[key] = new FeedEvent(_options.OutputDir, new FeedEventHead { Uuid = uuid, Begin = now, End = end, Separator = separator, Info = info });
    }

    /// <summary>Keeps objects until the event's file is written.</summary>
    /// <exception cref="IOException">Nothing of them is kept.</exception>
    public void Keep(FeedEvent target, FeedStage stage, DateTimeOffset now)
    {
        if (target.Count == 0)
            WriteCurrent(target);
        target.Keep(stage, now);
    }

    /// <summary>Writes an event's file and the list.</summary>
    /// <exception cref="IOException">MISP sees the event as it was, or without a part of what is new; another try completes it.</exception>
    public void Publish(FeedEvent target, FeedStage? stage, DateTimeOffset now)
    {
        if (target.Count == 0)
            WriteCurrent(target);
        target.Publish(stage, _hashes, _options, now, _zone);
        _manifest.Set(target.Head.Uuid, target.Head.ManifestEntry(_options, target.Timestamp, _zone));
        _manifest.Write();
        target.DropJournal();
    }

    /// <summary>Lets go of an event: the next one for its value is another.</summary>
    public void Close(FeedEvent target) => _open.Remove(KeyOf(target.Head.Separator));

    /// <summary>Lets go of the events whose interval is over.</summary>
    /// <exception cref="IOException">What waits of one cannot be written; it stays open.</exception>
    public void CloseEnded(DateTimeOffset now)
    {
        foreach (FeedEvent ended in _open.Values.Where(one => now > one.Head.End).ToList())
        {
            if (ended.Waiting > 0)
                Publish(ended, null, now);
            Close(ended);
        }
    }

    /// <summary>Removes the events of this organisation whose time in the feed is over.</summary>
    /// <exception cref="IOException">Some are still there.</exception>
    public void RemoveOld(DateTimeOffset now)
    {
        if (_options.Keeps is not { } keeps)
            return;
        HashSet<string> old = [.. _manifest.UnchangedSince(now - keeps, _options.MispOrgUuid!)];
        old.ExceptWith(_open.Values.Select(static one => one.Head.Uuid));
        if (old.Count == 0)
            return;
        foreach (string uuid in old)
            _manifest.Remove(uuid);
        _manifest.Write();
        _hashes.Remove(old);
        foreach (string uuid in old.Where(static uuid => Guid.TryParseExact(uuid, "D", out _)))
            File.Delete(Path.Combine(_options.OutputDir, $"{uuid}.json"));
    }

    private string CurrentPath => Path.Combine(_options.OutputDir, ".current");

    private static string KeyOf(string? separator) => separator ?? Unseparated;

    // An open event that has no journal: all of it is in its file.
    private void Resume(string key, string path, DateTimeOffset now)
    {
        if (_open.ContainsKey(key) || FeedFile.Read(Path.Combine(_options.OutputDir, Path.GetFileName(path))) is not { } file
            || !Guid.TryParseExact(file.Uuid, "D", out _) || !FeedEventHead.TryRead(file.Info, _zone, out DateTimeOffset begin, out DateTimeOffset end))
            return;
        var head = new FeedEventHead { Uuid = file.Uuid, Begin = begin, End = end, Info = file.Info, Separator = key == Unseparated ? null : key };
        var resumed = new FeedEvent(_options.OutputDir, head);
        resumed.Load(file, [], now);
        // A process that was killed between the two has left an event that no MISP would find.
        if (!_manifest.Uuids.Contains(file.Uuid))
            Publish(resumed, null, now);
        _open[key] = resumed;
    }

    private void RebuildManifest()
    {
        _log.ManifestMadeAgain(_options.OutputDir);
        foreach (string path in Directory.EnumerateFiles(_options.OutputDir, "*.json"))
        {
            if (Guid.TryParseExact(Path.GetFileNameWithoutExtension(path), "D", out _) && FeedFile.Read(path) is { } file && FeedEventHead.TryRead(file.Info, _zone, out DateTimeOffset begin, out DateTimeOffset end))
                _manifest.Set(file.Uuid, new FeedEventHead { Uuid = file.Uuid, Begin = begin, End = end, Info = file.Info }.ManifestEntry(_options, file.Timestamp, _zone));
        }
    }

    private List<KeyValuePair<string, string>> ReadCurrent()
    {
        if (!File.Exists(CurrentPath))
            return [];
        string text = File.ReadAllText(CurrentPath).Trim();
        if (text is not ['{', ..])
            return [new(Unseparated, text)];
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateObject().Where(static entry => entry.Value.ValueKind == JsonValueKind.String).Select(static entry => KeyValuePair.Create(entry.Name, entry.Value.GetString()!))];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private void WriteCurrent(FeedEvent opened)
    {
        var text = new Utf8Buffer();
        if (string.IsNullOrEmpty(_options.EventSeparator))
        {
            text.Append(opened.FilePath.AsSpan());
        }
        else
        {
            using var json = new Utf8JsonWriter(text);
            json.WriteStartObject();
            foreach ((string key, FeedEvent open) in _open)
                json.WriteString(key, open.FilePath);
            json.WriteEndObject();
        }

        QuietFile.Write(CurrentPath, text);
    }
}

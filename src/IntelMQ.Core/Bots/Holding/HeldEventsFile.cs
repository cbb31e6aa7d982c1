using System.Globalization;
using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace IntelMQ.Bots;

/// <summary>
/// The file of <see cref="HeldEvents"/>: JSON lines that are appended, and a file written anew now and then. A line with an event holds
/// it from then on, one with a number and no event changes what is noted of it, one with a number alone lets go of it. A line that is
/// not whole at the end was never committed.
/// </summary>
internal sealed partial class HeldEventsFile(string path, Schema schema, ILogger log) : IDisposable
{
    // Below this a file that is mostly history is no matter.
    private const long SmallFile = 1 << 20;

    private readonly Utf8Buffer _lines = new();
    private FileStream? _lock;
    private SafeFileHandle? _handle;
    private long _length;
    private long _compactLength;

    /// <summary>Reads the file, writes it anew and keeps it open; others may read it, but not use it.</summary>
    /// <returns>What is held, in the order in which it came.</returns>
    public IReadOnlyList<(long Id, string Key, HeldEvent Held)> Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _lock = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        SortedDictionary<long, (string Key, HeldEvent Held)> held = [];
        using (FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0))
        {
            long lines = 0;
            long damaged = 0;
            var reader = new SegmentReader(file, file.Length);
            var messages = new MessageReader(schema);
            while (reader.TryReadLine(out ReadOnlySpan<byte> line))
            {
                lines++;
                if (!TryApply(line, messages, held))
                    damaged++;
            }

            if (reader.Position < file.Length)
                LogTorn(log, file.Length - reader.Position, path);
            if (damaged > 0)
                KeepDamaged(file, damaged, lines);
        }

        if (held.Count > 0)
            LogLoaded(log, held.Count, path);
        IReadOnlyList<(long Id, string Key, HeldEvent Held)> loaded = [.. held.Select(static pair => (pair.Key, pair.Value.Key, pair.Value.Held))];
        Compact(loaded);
        return loaded;
    }

    /// <summary>Appends changes; they are on disk when the call returns.</summary>
    /// <exception cref="IOException">Nothing is appended.</exception>
    public void Append(IEnumerable<(long Id, string Key, HeldEvent? Before, HeldEvent Held)> changed, IEnumerable<long> done)
    {
        if (_handle is null)
            throw new InvalidOperationException("The state file is not open: start the bot first.");
        _lines.Clear();
        foreach ((long id, string key, HeldEvent? before, HeldEvent held) in changed)
            Write(id, key, held, withEvent: !ReferenceEquals(before?.Event, held.Event));
        foreach (long id in done)
        {
            using (var line = new Utf8JsonWriter(_lines))
            {
                line.WriteStartObject();
                line.WriteNumber("id", id);
                line.WriteEndObject();
            }

            _lines.Append((byte)'\n');
        }

        try
        {
            RandomAccess.Write(_handle, _lines.WrittenSpan, _length);
            RandomAccess.FlushToDisk(_handle);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }

        _length += _lines.Length;
    }

    /// <summary>Writes the file anew where most of it is history.</summary>
    public void CompactIfWorthwhile(IEnumerable<(long Id, string Key, HeldEvent Held)> live)
    {
        if (_length > SmallFile && _length / 4 > _compactLength)
            TryCompact(live);
    }

    /// <summary>Writes the file anew; where that cannot be done, says so and goes on with the old one.</summary>
    public void TryCompact(IEnumerable<(long Id, string Key, HeldEvent Held)> live)
    {
        try
        {
            Compact(live);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _compactLength = _length;
            LogNotCompacted(log, path, exception);
        }
    }

    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
        _lock?.Dispose();
        _lock = null;
    }

    private void Compact(IEnumerable<(long Id, string Key, HeldEvent Held)> live)
    {
        string beside = path + ".new";
        SafeFileHandle fresh = File.OpenHandle(beside, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        long length = 0;
        try
        {
            foreach ((long id, string key, HeldEvent held) in live)
            {
                _lines.Clear();
                Write(id, key, held, withEvent: true);
                RandomAccess.Write(fresh, _lines.WrittenSpan, length);
                length += _lines.Length;
            }

            RandomAccess.FlushToDisk(fresh);
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            fresh.Dispose();
            throw;
        }

        _handle?.Dispose();
        (_handle, _length, _compactLength) = (fresh, length, length);
    }

    private void Write(long id, string key, HeldEvent held, bool withEvent)
    {
        using (var line = new Utf8JsonWriter(_lines))
        {
            line.WriteStartObject();
            line.WriteNumber("id", id);
            line.WriteString("due", held.Due);
            line.WriteNumber("count", held.Count);
            if (held.Last is { } last)
                line.WriteString("last", last);
            if (withEvent)
            {
                line.WriteString("key", key);
                line.WritePropertyName("event");
                line.WriteRawValue(held.Event.ToJson(MessageFormat.Flat), skipInputValidation: true);
            }

            line.WriteEndObject();
        }

        _lines.Append((byte)'\n');
    }

    private static bool TryApply(ReadOnlySpan<byte> line, MessageReader messages, SortedDictionary<long, (string Key, HeldEvent Held)> held)
    {
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 128 });
            JsonElement json = JsonElement.ParseValue(ref reader);
            long id = json.GetProperty("id").GetInt64();
            if (!json.TryGetProperty("due", out JsonElement due))
            {
                held.Remove(id);
                return true;
            }

            var fresh = new HeldEvent(null!, due.GetDateTimeOffset())
            {
                Count = json.GetProperty("count").GetInt64(),
                Last = json.TryGetProperty("last", out JsonElement last) ? last.GetDateTimeOffset() : null,
            };
            if (!json.TryGetProperty("event", out JsonElement content))
            {
                if (!held.TryGetValue(id, out (string Key, HeldEvent Held) known))
                    return false;
                held[id] = (known.Key, fresh with { Event = known.Held.Event });
                return true;
            }

            if (!messages.TryReadEvent(JsonMarshalOf(content), out Event? message, out _))
                return false;
            held[id] = (json.GetProperty("key").GetString()!, fresh with { Event = message });
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return false;
        }
    }

    private static ReadOnlySpan<byte> JsonMarshalOf(JsonElement json) => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(json);

    private void KeepDamaged(FileStream file, long damaged, long lines)
    {
        string aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged");
        file.Position = 0;
        using (FileStream copy = new(aside, FileMode.Create, FileAccess.Write))
            file.CopyTo(copy);
        LogDamaged(log, damaged, lines, path, aside);
    }

    [LoggerMessage(1, LogLevel.Information, "Loaded {Count} held events from '{Path}'.")]
    private static partial void LogLoaded(ILogger log, int count, string path);

    [LoggerMessage(2, LogLevel.Warning, "The last {Bytes} bytes of '{Path}' are no whole line: the process ended while it wrote them. What they were made of comes again.")]
    private static partial void LogTorn(ILogger log, long bytes, string path);

    [LoggerMessage(3, LogLevel.Error, "{Damaged} of {Lines} lines of the held events in '{Path}' cannot be read; the file was copied to '{Aside}'.")]
    private static partial void LogDamaged(ILogger log, long damaged, long lines, string path, string aside);

    [LoggerMessage(4, LogLevel.Warning, "The file of held events '{Path}' could not be written anew; it goes on growing until that works.")]
    private static partial void LogNotCompacted(ILogger log, string path, Exception exception);
}

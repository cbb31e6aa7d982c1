using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using IntelMQ.Text;

namespace IntelMQ.Misp.Outputs;

/// <summary>The list of a feed's events, <c>manifest.json</c>: what MISP reads first to see which files are new.</summary>
/// <param name="folder">The folder of the feed.</param>
internal sealed class FeedManifest(string folder)
{
    // A manifest that is larger is none of ours, and no MISP would read it.
    private const long MaxBytes = 1L << 30;

    private readonly SortedDictionary<string, byte[]> _entries = new(StringComparer.Ordinal);

    private string FilePath => Path.Combine(folder, "manifest.json");

    /// <summary>The UUIDs of all events.</summary>
    public IReadOnlyCollection<string> Uuids => _entries.Keys;

    /// <summary>Reads what is there.</summary>
    /// <returns>Not where it is there and cannot be read; the manifest is empty then.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool Read()
    {
        _entries.Clear();
        if (!File.Exists(FilePath))
            return true;
        if (new FileInfo(FilePath).Length > MaxBytes)
            return false;
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(FilePath));
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            foreach (JsonProperty entry in json.RootElement.EnumerateObject())
                _entries[entry.Name] = JsonMarshal.GetRawUtf8Value(entry.Value).ToArray();
            return true;
        }
        catch (JsonException)
        {
            _entries.Clear();
            return false;
        }
    }

    /// <summary>Puts an event's entry into the place of the one before.</summary>
    public void Set(string uuid, byte[] entry) => _entries[uuid] = entry;

    /// <summary>Takes an event out.</summary>
    public void Remove(string uuid) => _entries.Remove(uuid);

    /// <summary>Writes the file.</summary>
    /// <exception cref="IOException">The file is as it was.</exception>
    public void Write() => QuietFile.Write(FilePath, stream =>
    {
        var text = new Utf8Buffer(64 * 1024);
        text.Append((byte)'{');
        foreach ((string uuid, byte[] entry) in _entries)
        {
            if (text.Length > 1)
                text.Append(",\n"u8);
            PythonJson.WriteString(Encoding.UTF8.GetBytes(uuid), text, ascii: false);
            text.Append((byte)':');
            text.Append(entry);
        }

        text.Append((byte)'}');
        stream.Write(text.WrittenSpan);
    });

    /// <summary>The events that an organisation has published and not changed since a time.</summary>
    public List<string> UnchangedSince(DateTimeOffset time, string organisation)
    {
        var old = new List<string>();
        foreach ((string uuid, byte[] entry) in _entries)
        {
            using JsonDocument json = JsonDocument.Parse(entry);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("timestamp", out JsonElement stamp) && SecondsOf(stamp) is { } seconds && seconds < time.ToUnixTimeSeconds()
                && json.RootElement.TryGetProperty("Orgc", out JsonElement owner) && owner.ValueKind == JsonValueKind.Object
                && owner.TryGetProperty("uuid", out JsonElement name) && name.ValueKind == JsonValueKind.String
                && string.Equals(name.GetString(), organisation, StringComparison.OrdinalIgnoreCase))
                old.Add(uuid);
        }

        return old;
    }

    private static long? SecondsOf(JsonElement stamp) => stamp.ValueKind switch
    {
        JsonValueKind.Number when stamp.TryGetInt64(out long seconds) => seconds,
        JsonValueKind.String when long.TryParse(stamp.GetString(), out long seconds) => seconds,
        _ => null,
    };
}

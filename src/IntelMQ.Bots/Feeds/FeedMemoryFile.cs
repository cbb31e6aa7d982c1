using System.Text.Json;

namespace IntelMQ.Bots.Feeds;

/// <summary>Keeps what is known of feeds in a file: a JSON array of objects, replaced as a whole.</summary>
internal sealed class FeedMemoryFile(string path)
{
    private const long MaxSize = 64 << 20;

    /// <summary>Reads the file; nothing where there is none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is another's.</exception>
    public Dictionary<(string Feed, string Type), FeedMemory> Read()
    {
        var known = new Dictionary<(string, string), FeedMemory>();
        var file = new FileInfo(path);
        if (!file.Exists)
            return known;
        if (file.Length > MaxSize)
            throw new InvalidDataException($"{path} is no list of feeds: it has {file.Length} bytes.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (JsonElement entry in document.RootElement.EnumerateArray())
            {
                known[(entry.GetProperty("feed"u8).GetString() ?? "", entry.GetProperty("type"u8).GetString() ?? "")] = new FeedMemory
                {
                    Columns = entry.TryGetProperty("columns"u8, out JsonElement columns) ? [.. Texts(columns)] : null,
                    ToldColumns = new HashSet<string>(Texts(entry.GetProperty("told"u8)), StringComparer.Ordinal),
                    IsToldType = entry.GetProperty("unknown"u8).GetBoolean(),
                    Counts = [.. entry.GetProperty("rows"u8).EnumerateArray().Select(static count => count.GetInt64())],
                };
            }

            return known;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"{path} is no list of feeds: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(IEnumerable<KeyValuePair<(string Feed, string Type), FeedMemory>> known)
    {
        string fresh = path + ".new";
        using (FileStream stream = File.Create(fresh))
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (((string feed, string type), FeedMemory memory) in known)
            {
                writer.WriteStartObject();
                writer.WriteString("feed"u8, feed);
                writer.WriteString("type"u8, type);
                if (memory.Columns is { } columns)
                    Write(writer, "columns", columns);
                Write(writer, "told", memory.ToldColumns);
                writer.WriteBoolean("unknown"u8, memory.IsToldType);
                writer.WriteStartArray("rows"u8);
                foreach (long count in memory.Counts)
                    writer.WriteNumberValue(count);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        File.Move(fresh, path, overwrite: true);
    }

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(static text => text.GetString() ?? "");

    private static void Write(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}

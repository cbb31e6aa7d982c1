using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelMQ.Text;

namespace IntelMQ.Misp.Outputs;

/// <summary>
/// Objects that wait for an event's file to be written, so that they outlive the process: a line that says which event it is, and a line for
/// each object.
/// </summary>
internal static class FeedJournal
{
    private const string Extension = ".open";

    /// <summary>The path of an event's journal.</summary>
    public static string PathOf(string folder, string uuid) => Path.Combine(folder, $".{uuid}{Extension}");

    /// <summary>The journals of a folder.</summary>
    public static IEnumerable<string> AllIn(string folder) => Directory.EnumerateFiles(folder, $".*{Extension}").Order(StringComparer.Ordinal);

    /// <summary>Appends the first line.</summary>
    public static void AppendHead(FeedEventHead head, Utf8Buffer output)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("uuid"u8, head.Uuid);
            json.WriteString("info"u8, head.Info);
            json.WriteString("begin"u8, head.Begin.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("end"u8, head.End.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("separator"u8, head.Separator);
            json.WriteEndObject();
        }

        output.Append((byte)'\n');
    }

    /// <summary>Reads a journal; a line that was torn off is left out, since its event is sent again.</summary>
    /// <returns><see langword="null"/> where the first line says nothing.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (FeedEventHead Head, List<byte[]> Objects)? Read(string path)
    {
        string[] lines = File.ReadAllLines(path, Encoding.UTF8);
        if (lines.Length == 0 || HeadOf(lines[0]) is not { } head)
            return null;
        return (head, [.. lines.Skip(1).Select(Encoding.UTF8.GetBytes)]);
    }

    private static FeedEventHead? HeadOf(string line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && TextOf(json.RootElement, "uuid") is { } uuid && Guid.TryParseExact(uuid, "D", out _) && TextOf(json.RootElement, "info") is { } info
                && TimeOf(json.RootElement, "begin") is { } begin && TimeOf(json.RootElement, "end") is { } end)
                return new FeedEventHead { Uuid = uuid, Info = info, Begin = begin, End = end, Separator = TextOf(json.RootElement, "separator") };
        }
        catch (JsonException)
        {
            // Torn off in the first line: nothing was kept.
        }

        return null;
    }

    private static string? TextOf(JsonElement json, string name)
        => json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? TimeOf(JsonElement json, string name)
        => DateTimeOffset.TryParse(TextOf(json, name), CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time) ? time : null;
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using IntelMQ.Text;

namespace IntelMQ.Misp.Outputs;

/// <summary>An event's file as an earlier process, or IntelMQ, has left it.</summary>
/// <param name="Uuid">The event's UUID.</param>
/// <param name="Info">Its title.</param>
/// <param name="Timestamp">When it was written, in seconds since 1970.</param>
/// <param name="Objects">Its objects, with their UUIDs.</param>
internal sealed record FeedFile(string Uuid, string Info, long Timestamp, IReadOnlyList<(Guid Uuid, byte[] Json)> Objects)
{
    /// <summary>Reads a file; <see langword="null"/> where it is none, or is broken.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FeedFile? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("Event", out JsonElement content) || content.ValueKind != JsonValueKind.Object
                || TextOf(content, "uuid") is not { } uuid || TextOf(content, "info") is not { } info)
                return null;
            var objects = new List<(Guid, byte[])>();
            if (content.TryGetProperty("Object", out JsonElement all) && all.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement one in all.EnumerateArray())
                {
                    if (UuidOf(one) is { } own)
                        objects.Add((own, JsonMarshal.GetRawUtf8Value(one).ToArray()));
                }
            }

            return new FeedFile(uuid, info, long.TryParse(TextOf(content, "timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? seconds : 0, objects);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An object's UUID; <see langword="null"/> where it is none, or is torn.</summary>
    public static Guid? UuidOf(byte[] json)
    {
        try
        {
            using JsonDocument parsed = JsonDocument.Parse(json);
            return UuidOf(parsed.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Appends the lines of hashes of an object's values.</summary>
    public static void AppendHashes(byte[] json, string uuid, Utf8Buffer output)
    {
        byte[] of = Encoding.ASCII.GetBytes(uuid);
        using JsonDocument parsed = JsonDocument.Parse(json);
        if (!parsed.RootElement.TryGetProperty("Attribute", out JsonElement attributes) || attributes.ValueKind != JsonValueKind.Array)
            return;
        foreach (JsonElement attribute in attributes.EnumerateArray())
        {
            if (attribute.ValueKind != JsonValueKind.Object || !attribute.TryGetProperty("value", out JsonElement value))
                continue;
            string text = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.True => "1",
                JsonValueKind.False => "0",
                _ => value.GetRawText(),
            };
            FeedHashes.AppendLine(Encoding.UTF8.GetBytes(text), of, output);
        }
    }

    private static Guid? UuidOf(JsonElement json)
        => json.ValueKind == JsonValueKind.Object && Guid.TryParse(TextOf(json, "uuid"), out Guid uuid) ? uuid : null;

    private static string? TextOf(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    }
    : null;
}

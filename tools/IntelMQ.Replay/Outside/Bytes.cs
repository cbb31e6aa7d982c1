using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace IntelMQ.Replay.Outside;

/// <summary>Bytes in the corpus: a text where they are UTF-8, else an object with their Base64.</summary>
internal static class Bytes
{
    public static JsonNode ToJson(ReadOnlySpan<byte> bytes)
        => Utf8.IsValid(bytes) ? JsonValue.Create(Encoding.UTF8.GetString(bytes)) : new JsonObject { ["base64"] = Convert.ToBase64String(bytes) };

    public static byte[] Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Encoding.UTF8.GetBytes(value.GetString()!),
        JsonValueKind.Object when value.TryGetProperty("base64", out JsonElement base64) => base64.GetBytesFromBase64(),
        _ => [],
    };
}

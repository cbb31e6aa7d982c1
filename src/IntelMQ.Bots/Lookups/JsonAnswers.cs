using System.Text.Json;

namespace IntelMQ.Bots.Lookups;

/// <summary>Reads JSON whose shape is not certain: what is not there or of another type is an undefined element or null.</summary>
internal static class JsonAnswers
{
    public static JsonElement At(this JsonElement json, string name)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) ? value : default;

    public static JsonElement First(this JsonElement json)
        => json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0 ? json[0] : default;

    public static IEnumerable<JsonElement> Items(this JsonElement json)
        => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

    public static string? Text(this JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            // What was no Unicode has become a replacement character, and is nobody's name or address.
            return json.GetString() is { } text && !text.Contains('\uFFFD', StringComparison.Ordinal) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }
}

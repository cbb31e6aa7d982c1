using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Dashboard.V2;

/// <summary>Reads what requests hold.</summary>
internal static class V2Json
{
    /// <summary>A text of an object; <see langword="null"/> where it is missing, empty or no text.</summary>
    public static string? Text(JsonNode? body, string name)
        => body is JsonObject map && map[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text ? text : null;

    /// <summary>A message: an object as it stands, or JSON in a text.</summary>
    public static string? Message(JsonNode? body, string name)
        => body is JsonObject map && map[name] is JsonObject message ? message.ToJsonString() : Text(body, name);

    /// <summary>Whole numbers of a list; <see langword="null"/> where it is missing or holds anything else.</summary>
    public static IReadOnlyList<long>? Numbers(JsonNode? body, string name)
    {
        if (body is not JsonObject map || map[name] is not JsonArray list)
            return null;
        var found = new List<long>(list.Count);
        foreach (JsonNode? item in list)
        {
            if (item is not JsonValue value || value.GetValueKind() != JsonValueKind.Number || !value.TryGetValue(out long number))
                return null;
            found.Add(number);
        }

        return found;
    }
}

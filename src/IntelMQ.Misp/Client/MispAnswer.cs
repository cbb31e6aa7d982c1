using System.Text.Json;

namespace IntelMQ.Misp.Client;

/// <summary>The shapes of MISP's answers, which differ between its versions.</summary>
internal static class MispAnswer
{
    /// <summary>A list of events: <c>{"response": [{"Event": {}}]}</c>, or the list alone.</summary>
    public static IReadOnlyList<JsonElement>? Events(JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("response", out JsonElement response))
            answer = response;
        if (answer.ValueKind != JsonValueKind.Array)
            return null;
        return [.. answer.EnumerateArray().Select(Event).OfType<JsonElement>()];
    }

    /// <summary>A list of attributes: <c>{"response": {"Attribute": []}}</c>, or what is within.</summary>
    public static IReadOnlyList<JsonElement>? Attributes(JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("response", out JsonElement response))
            answer = response;
        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("Attribute", out JsonElement attributes))
            answer = attributes;
        return answer.ValueKind == JsonValueKind.Array ? [.. answer.EnumerateArray().Where(static one => one.ValueKind == JsonValueKind.Object)] : null;
    }

    /// <summary>The content of a member <c>Event</c>.</summary>
    public static JsonElement? Event(JsonElement answer)
        => answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("Event", out JsonElement content) && content.ValueKind == JsonValueKind.Object ? content : null;

    /// <summary>The UUID of an event, object or attribute.</summary>
    public static Guid? UuidOf(JsonElement? json) => json is { } one && Guid.TryParse(Text(one, "uuid"), out Guid uuid) ? uuid : null;

    /// <summary>A member as text: texts and numbers; <see langword="null"/> for all else.</summary>
    public static string? Text(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out JsonElement value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "1",
            JsonValueKind.False => "0",
            _ => null,
        };
    }

    /// <summary>The members of a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> List(JsonElement json, string name)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];
}

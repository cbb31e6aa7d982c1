using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace IntelMQ.Bots;

/// <summary>Texts in JSON that are looked at, and those that hold JSON themselves.</summary>
internal static class JsonTexts
{
    /// <summary>The text; null where it is not valid text, such as half of a surrogate pair.</summary>
    public static string? Read(JsonElement json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A member's name; null where it is not valid text.</summary>
    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether all texts and names in a value are valid text.</summary>
    public static bool IsReadable(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => Read(json) is not null,
        JsonValueKind.Array => json.EnumerateArray().All(IsReadable),
        JsonValueKind.Object => json.EnumerateObject().All(static member => NameOf(member) is not null && IsReadable(member.Value)),
        _ => true,
    };

    /// <summary>The value that a text holds as JSON.</summary>
    public static bool TryParse(string text, out JsonElement json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            if (JsonElement.TryParseValue(ref reader, out JsonElement? value) && !reader.Read())
            {
                json = value.Value;
                return true;
            }
        }
        catch (JsonException)
        {
            // What is not JSON is a plain text.
        }

        json = default;
        return false;
    }

    /// <summary>A text as a JSON value.</summary>
    public static JsonElement Quote(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text)}\""));
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>The list or object that a text holds as JSON, where the source has only texts.</summary>
    public static bool TryUnfold(JsonElement json, ParameterReading reading, JsonValueKind kind, [NotNullWhen(true)] out JsonElement? unfolded)
    {
        unfolded = null;
        if (json.ValueKind == kind)
            unfolded = json;
        else if (reading.Source == ParameterSource.Text && json.ValueKind == JsonValueKind.String && Read(json) is { } text && TryParse(text, out JsonElement parsed) && parsed.ValueKind == kind)
            unfolded = parsed;
        return unfolded is not null;
    }
}

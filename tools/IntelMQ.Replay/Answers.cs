using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;

namespace IntelMQ.Replay;

/// <summary>What the answers to all kinds of cases share.</summary>
internal static class Answers
{
    /// <summary>The text of a member; null where it is absent, no text, or not Unicode.</summary>
    public static string? Text(JsonElement element, string member)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(member, out JsonElement value) || value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The answer to a line that is not a JSON object, such as one with NaN in it: a refusal that fits each kind of case.</summary>
    public static void WriteUnreadable(string line, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (LeadingId(line) is { } id)
            writer.WriteString("id", id);
        writer.WriteString("error", "InvalidValue");
        writer.WriteBoolean("valid", false);
        writer.WriteNull("sanitized");
        writer.WriteBoolean("valid_after_sanitize", false);
        writer.WriteEndObject();
    }

    public static void WriteValue(Utf8JsonWriter writer, FieldValue value)
    {
        if (value.Kind == FieldValueKind.Text)
            writer.WriteStringValue(value.Utf8);
        else if (value.Kind is FieldValueKind.Missing or FieldValueKind.Null)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(value.Utf8);
    }

    private static string? LeadingId(string line)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line));
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("id"u8) && reader.Read())
                    return reader.GetString();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
        }

        return null;
    }
}

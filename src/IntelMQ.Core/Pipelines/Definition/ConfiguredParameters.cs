using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntelMQ.Bots;
using Microsoft.Extensions.Configuration;

namespace IntelMQ.Pipelines;

/// <summary>
/// Makes a section of configuration the JSON object that a bot's parameters are read from. Configuration holds texts only, so a value is
/// taken for a number, a boolean or null where the parameter's type takes it so, otherwise for a text.
/// </summary>
internal static class ConfiguredParameters
{
    public static JsonElement Read(IConfigurationSection section, JsonTypeInfo info)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (section.Value is { Length: > 0 } text)
            {
                // Not an object, which the reader of the parameters complains about.
                writer.WriteStringValue(text);
            }
            else
            {
                writer.WriteStartObject();
                foreach (IConfigurationSection parameter in section.GetChildren())
                    Write(writer, parameter, info);
                writer.WriteEndObject();
            }
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static void Write(Utf8JsonWriter writer, IConfigurationSection parameter, JsonTypeInfo info)
    {
        // Keys of configuration have no case.
        JsonPropertyInfo? property = info.Properties.FirstOrDefault(property => string.Equals(property.Name, parameter.Key, StringComparison.OrdinalIgnoreCase));
        writer.WritePropertyName(property?.Name ?? parameter.Key);
        byte[][] forms = [.. Forms(parameter, property?.PropertyType)];
        writer.WriteRawValue(property is null ? forms[^1] : Array.Find(forms, form => Fits(form, info.Options.GetTypeInfo(property.PropertyType))) ?? forms[^1]);
    }

    private static bool Fits(byte[] json, JsonTypeInfo type)
    {
        try
        {
            JsonSerializer.Deserialize(json, type);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    // The last one is what complaints show.
    private static IEnumerable<byte[]> Forms(IConfigurationSection value, Type? type)
    {
        if (value.Value is null && !value.GetChildren().Any())
        {
            yield return "null"u8.ToArray();
            yield break;
        }

        // An empty array or object of a JSON file is an empty text here.
        if (value.Value is { Length: 0 } && type != typeof(PlainValue) && type != typeof(JsonElement))
        {
            yield return "[]"u8.ToArray();
            yield return "{}"u8.ToArray();
        }

        yield return ToJson(value, keepsText: false);

        yield return ToJson(value, keepsText: true);
    }

    private static byte[] ToJson(IConfigurationSection value, bool keepsText)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, value, keepsText);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, IConfigurationSection value, bool keepsText)
    {
        IConfigurationSection[] children = [.. value.GetChildren()];
        if (children.Length == 0)
        {
            WriteText(writer, value.Value, keepsText);
        }
        else if (children.All(static child => int.TryParse(child.Key, out _)))
        {
            writer.WriteStartArray();
            foreach (IConfigurationSection child in children)
                Write(writer, child, keepsText);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject();
            foreach (IConfigurationSection child in children)
            {
                writer.WritePropertyName(child.Key);
                Write(writer, child, keepsText);
            }

            writer.WriteEndObject();
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string? text, bool keepsText)
    {
        if (text is null)
            writer.WriteNullValue();
        else if (!keepsText && bool.TryParse(text, out bool flag))
            writer.WriteBooleanValue(flag);
        else if (!keepsText && IsNumber(text))
            writer.WriteRawValue(text);
        else
            writer.WriteStringValue(text);
    }

    private static bool IsNumber(string text)
    {
        if (text.Length is 0 or > 64 || !(char.IsAsciiDigit(text[0]) || text[0] == '-'))
            return false;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

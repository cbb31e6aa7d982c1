using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>
/// Makes a bot of a definition's parameters. Those of .NET configuration are texts only, so a text is taken for a number, a boolean or null
/// where the parameter's type takes it so.
/// </summary>
internal static class ParameterBridge
{
    public static Bot Create(BotDescriptor bot, ParameterValues parameters, BotServices services, ICollection<string> warnings)
        => parameters.Source == ParameterSource.Text
            ? bot.Create(Typed(parameters, bot.OptionsInfo), ParameterSource.Configuration, services, warnings)
            : bot.Create(parameters.ToJson(), parameters.Source, services, warnings);

    private static JsonElement Typed(ParameterValues parameters, JsonTypeInfo info)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (ParameterValue parameter in parameters.All)
                Write(writer, parameter, info);
            writer.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static void Write(Utf8JsonWriter writer, ParameterValue parameter, JsonTypeInfo info)
    {
        // Keys of configuration have no case.
        JsonPropertyInfo? property = info.Properties.FirstOrDefault(property => string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase));
        writer.WritePropertyName(property?.Name ?? parameter.Name);
        byte[][] forms = [.. Forms(parameter.Value, property?.PropertyType)];
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
    private static IEnumerable<byte[]> Forms(JsonElement value, Type? type)
    {
        // An empty array or object of a JSON file is an empty text here.
        if (value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0 && type != typeof(PlainValue) && type != typeof(JsonElement))
        {
            yield return "[]"u8.ToArray();
            yield return "{}"u8.ToArray();
        }

        yield return ToJson(value, keepsText: false);
        yield return ToJson(value, keepsText: true);
    }

    private static byte[] ToJson(JsonElement value, bool keepsText)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, value, keepsText);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, bool keepsText)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                    Write(writer, item, keepsText);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, keepsText);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.String when !keepsText:
                WriteText(writer, value.GetString()!);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        if (bool.TryParse(text, out bool flag))
            writer.WriteBooleanValue(flag);
        else if (DocumentNode.IsNumber(text))
            writer.WriteRawValue(text);
        else
            writer.WriteStringValue(text);
    }
}

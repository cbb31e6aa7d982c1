using System.Buffers;
using System.Text.Json;

namespace IntelMQ.Bots;

internal sealed class JsonForm : ParameterForm<JsonElement>
{
    public override string Words => "JSON";

    public override bool TryRead(JsonElement json, ParameterReading reading, out JsonElement value)
    {
        bool isReadable = JsonTexts.IsReadable(json);
        value = !isReadable ? default : reading.Source == ParameterSource.Text ? Typed(json) : json.Clone();
        return isReadable;
    }

    public override void Write(Utf8JsonWriter writer, JsonElement value) => value.WriteTo(writer);

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        // Anything.
    }

    /// <summary>The value with its texts as the numbers, booleans, lists and objects that they stand for.</summary>
    internal static JsonElement Typed(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            WriteTyped(writer, json);
        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static void WriteTyped(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in json.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    WriteTyped(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in json.EnumerateArray())
                    WriteTyped(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when JsonTexts.Read(json) is { } text:
                WriteText(writer, json, text);
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter writer, JsonElement json, string text)
    {
        if (bool.TryParse(text, out bool boolean))
            writer.WriteBooleanValue(boolean);
        else if (JsonTexts.TryParse(text, out JsonElement parsed) && parsed.ValueKind is JsonValueKind.Number or JsonValueKind.Array or JsonValueKind.Object && JsonTexts.IsReadable(parsed))
            parsed.WriteTo(writer);
        else
            json.WriteTo(writer);
    }
}

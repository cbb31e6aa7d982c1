using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IntelMQ.Bots;

internal sealed class TextMapForm : ParameterForm<TextMap>
{
    public override string Words => "a map from texts to texts, or a text that holds one as JSON";

    public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out TextMap value)
    {
        value = null;
        if (json.ValueKind == JsonValueKind.String)
        {
            string? text = JsonTexts.Read(json);
            if (string.IsNullOrWhiteSpace(text))
                return (value = text is null ? null : []) is not null;
            if (!JsonTexts.TryParse(text, out json))
                return false;
            if (json.ValueKind == JsonValueKind.Null)
                return (value = []) is not null;
        }

        if (json.ValueKind != JsonValueKind.Object)
            return false;
        var entries = new List<KeyValuePair<string, string>>();
        foreach (JsonProperty entry in json.EnumerateObject())
        {
            if (JsonTexts.NameOf(entry) is not { } key || !ParameterForms.Text.TryRead(entry.Value, reading, out string? text))
                return false;
            entries.Add(new(key, text));
        }

        value = new TextMap(entries);
        return true;
    }

    public override void Write(Utf8JsonWriter writer, TextMap value)
    {
        writer.WriteStartObject();
        foreach ((string key, string text) in value)
            writer.WriteString(key, text);
        writer.WriteEndObject();
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type"u8, "object"u8);
        writer.WriteStartObject("additionalProperties"u8);
        writer.WriteString("type"u8, "string"u8);
        writer.WriteEndObject();
    }

    public override bool IsNothing(TextMap value) => value.Count == 0;
}

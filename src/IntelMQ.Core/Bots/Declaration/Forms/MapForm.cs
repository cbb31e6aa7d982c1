using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IntelMQ.Bots;

internal sealed class MapForm<TMap, T>(ParameterForm<T> item, Func<Dictionary<string, T>, TMap> convert) : ParameterForm<TMap>
    where TMap : notnull, IEnumerable<KeyValuePair<string, T>>
    where T : notnull
{
    public override string Words => $"a map from texts, each value {item.Words}";

    public override bool IsSecret => item.IsSecret;

    public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out TMap value)
    {
        value = default;
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        if (JsonTexts.TryUnfold(json, reading, JsonValueKind.Object, out JsonElement? entries))
        {
            foreach (JsonProperty entry in entries.Value.EnumerateObject())
            {
                if (JsonTexts.NameOf(entry) is not { } key || !item.TryRead(entry.Value, reading, out T? read))
                    return false;
                map[key] = read;
            }
        }
        else if (reading.Source != ParameterSource.Text || json.ValueKind != JsonValueKind.String || !json.ValueEquals(""u8))
        {
            return false;
        }

        value = convert(map);
        return true;
    }

    public override void Write(Utf8JsonWriter writer, TMap value)
    {
        writer.WriteStartObject();
        foreach ((string key, T element) in value)
        {
            writer.WritePropertyName(key);
            item.Write(writer, element);
        }

        writer.WriteEndObject();
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type"u8, "object"u8);
        writer.WriteStartObject("additionalProperties"u8);
        item.WriteSchema(writer);
        writer.WriteEndObject();
    }

    public override bool IsNothing(TMap value) => !value.Any();
}

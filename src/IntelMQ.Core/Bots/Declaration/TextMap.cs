using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelMQ.Bots;

/// <summary>A parameter that maps texts to texts: a JSON object, or a text that holds one; empty text stands for none. The order is kept.</summary>
[JsonConverter(typeof(TextMapConverter))]
public sealed class TextMap : IReadOnlyList<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _entries = [];
    private readonly Dictionary<string, string> _byKey = new(StringComparer.Ordinal);

    /// <summary>Creates an empty map.</summary>
    public TextMap()
    {
    }

    /// <summary>Creates a map.</summary>
    public TextMap(IEnumerable<KeyValuePair<string, string>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach ((string key, string value) in entries)
            Set(key, value);
    }

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, string> this[int index] => _entries[index];

    /// <summary>Whether there is an entry for a text.</summary>
    public bool ContainsKey(string key) => _byKey.ContainsKey(key);

    /// <summary>Finds what a text is mapped to.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _byKey.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Set(string key, string value)
    {
        if (!_byKey.TryAdd(key, value))
        {
            _byKey[key] = value;
            _entries.RemoveAll(entry => entry.Key == key);
        }

        _entries.Add(new(key, value));
    }
}

/// <summary>Reads an object of texts, or a text that holds one.</summary>
public sealed class TextMapConverter : JsonConverter<TextMap>
{
    private const string Expected = "must be a map from texts to texts, or a text that holds one as JSON";

    /// <inheritdoc/>
    public override TextMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            using var given = JsonDocument.ParseValue(ref reader);
            return FromObject(given.RootElement);
        }

        string text = reader.GetString()!;
        if (string.IsNullOrWhiteSpace(text))
            return new TextMap();
        using JsonDocument document = Parse(text);
        return document.RootElement.ValueKind == JsonValueKind.Null ? new TextMap() : FromObject(document.RootElement);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TextMap value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        foreach ((string key, string text) in value)
            writer.WriteString(key, text);
        writer.WriteEndObject();
    }

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            throw new JsonException(Expected);
        }
    }

    private static TextMap FromObject(JsonElement map)
    {
        if (map.ValueKind != JsonValueKind.Object || map.EnumerateObject().Any(static entry => entry.Value.ValueKind != JsonValueKind.String))
            throw new JsonException(Expected);
        return new TextMap(map.EnumerateObject().Select(static entry => KeyValuePair.Create(entry.Name, entry.Value.GetString()!)));
    }
}

using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelMQ.Bots;

/// <summary>A parameter that is a list, or one text with commas between the items; items are trimmed.</summary>
[CollectionBuilder(typeof(TextList), nameof(Create))]
[JsonConverter(typeof(TextListConverter))]
public sealed class TextList : IReadOnlyList<string>
{
    private readonly string[] _items;

    private TextList(string[] items) => _items = items;

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public string this[int index] => _items[index];

    /// <summary>A list of items.</summary>
    public static TextList Create(ReadOnlySpan<string> items) => new(items.ToArray());

    /// <summary>A list from text with commas.</summary>
    public static TextList Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TextList(text.Split(',', StringSplitOptions.TrimEntries));
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(",", _items);
}

/// <summary>Reads a list or a text with commas.</summary>
public sealed class TextListConverter : JsonConverter<TextList>
{
    /// <inheritdoc/>
    public override TextList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return TextList.Parse(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("must be a list of texts, or one text with commas");
        var items = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
                throw new JsonException("must be a list of texts, or one text with commas");
            items.Add(reader.GetString()!);
        }

        return [.. items];
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TextList value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        foreach (string item in value)
            writer.WriteStringValue(item);
        writer.WriteEndArray();
    }
}

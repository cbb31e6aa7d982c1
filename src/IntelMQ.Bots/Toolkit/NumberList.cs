using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelMQ.Bots.Toolkit;

/// <summary>A parameter that is a list of whole numbers, one number, or one text with commas between the numbers.</summary>
[CollectionBuilder(typeof(NumberList), nameof(Create))]
[JsonConverter(typeof(NumberListConverter))]
public sealed class NumberList : IReadOnlyList<int>
{
    private readonly int[] _items;

    private NumberList(int[] items) => _items = items;

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public int this[int index] => _items[index];

    /// <summary>A list of numbers.</summary>
    public static NumberList Create(ReadOnlySpan<int> items) => new(items.ToArray());

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(",", _items.Select(static item => item.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>Reads a list of numbers (or texts that stand for them), a number, or a text with commas.</summary>
public sealed class NumberListConverter : JsonConverter<NumberList>
{
    private const string Expected = "must be a list of whole numbers, or one text with commas";

    /// <inheritdoc/>
    public override NumberList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var items = new List<int>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            ReadItem(ref reader, items);
            return [.. items];
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            ReadItem(ref reader, items);
        return [.. items];
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, NumberList value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        foreach (int item in value)
            writer.WriteNumberValue(item);
        writer.WriteEndArray();
    }

    private static void ReadItem(ref Utf8JsonReader reader, List<int> items)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number))
        {
            items.Add(number);
            return;
        }

        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException(Expected);
        foreach (string part in reader.GetString()!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            items.Add(int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int item) ? item : throw new JsonException(Expected));
    }
}

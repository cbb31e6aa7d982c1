using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IntelMQ.Bots;

/// <summary>A list in JSON, or one text with commas between the items.</summary>
internal sealed class CommaListForm<TList, T>(ParameterForm<T> item, string words, Func<List<T>, TList> convert, bool keepsEmpty) : ParameterForm<TList>
    where TList : notnull, IEnumerable<T>
    where T : notnull
{
    public override string Words => words;

    public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out TList value)
    {
        value = default;
        var items = new List<T>();
        if (!TryRead(json, reading, items))
            return false;
        value = convert(items);
        return true;
    }

    public override void Write(Utf8JsonWriter writer, TList value)
    {
        writer.WriteStartArray();
        foreach (T element in value)
            item.Write(writer, element);
        writer.WriteEndArray();
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("type"u8);
        writer.WriteStringValue("array"u8);
        writer.WriteStringValue("string"u8);
        writer.WriteEndArray();
        writer.WriteStartObject("items"u8);
        item.WriteSchema(writer);
        writer.WriteEndObject();
    }

    public override bool IsNothing(TList value) => !value.Any();

    public override IEnumerable<string> Choices(TList value) => value.SelectMany(item.Choices);

    private bool TryRead(JsonElement json, ParameterReading reading, List<T> items)
    {
        if (JsonTexts.TryUnfold(json, reading, JsonValueKind.Array, out JsonElement? list))
            return TryReadItems(list.Value, keepsEmpty ? reading : Loose(reading), items);
        if (json.ValueKind == JsonValueKind.String)
            return JsonTexts.Read(json) is { } text && TryReadText(text, Loose(reading), items);
        if (!item.TryRead(json, reading, out T? single))
            return false;
        items.Add(single);
        return true;
    }

    // Numbers may always be texts in a list, since a text with commas holds nothing else.
    private static ParameterReading Loose(ParameterReading reading) => reading.IsLoose ? reading : new(ParameterSource.IntelMQ, reading.Secrets);

    private bool TryReadItems(JsonElement list, ParameterReading reading, List<T> items)
    {
        foreach (JsonElement element in list.EnumerateArray())
        {
            if (!item.TryRead(element, reading, out T? read))
                return false;
            items.Add(read);
        }

        return true;
    }

    private bool TryReadText(string text, ParameterReading reading, List<T> items)
    {
        if (reading.Source == ParameterSource.Text && text.Length == 0)
            return true;
        StringSplitOptions split = keepsEmpty ? StringSplitOptions.TrimEntries : StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (string part in text.Split(',', split))
        {
            if (!item.TryRead(JsonTexts.Quote(part), reading, out T? read))
                return false;
            items.Add(read);
        }

        return true;
    }
}

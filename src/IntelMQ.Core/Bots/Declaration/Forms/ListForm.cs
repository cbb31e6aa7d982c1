using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IntelMQ.Bots;

internal sealed class ListForm<TList, T>(ParameterForm<T> item, Func<List<T>, TList> convert) : ParameterForm<TList>
    where TList : notnull, IEnumerable<T>
    where T : notnull
{
    public override string Words => $"a list, each item {item.Words}";

    public override bool IsSecret => item.IsSecret;

    public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out TList value)
    {
        value = default;
        var items = new List<T>();
        if (JsonTexts.TryUnfold(json, reading, JsonValueKind.Array, out JsonElement? list))
        {
            foreach (JsonElement element in list.Value.EnumerateArray())
            {
                if (!item.TryRead(element, reading, out T? read))
                    return false;
                items.Add(read);
            }
        }
        else if (!TryReadText(json, reading, items))
        {
            return false;
        }

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
        writer.WriteString("type"u8, "array"u8);
        writer.WriteStartObject("items"u8);
        item.WriteSchema(writer);
        writer.WriteEndObject();
    }

    public override bool IsNothing(TList value) => !value.Any();

    public override IEnumerable<string> Choices(TList value) => value.SelectMany(item.Choices);

    // A text with commas between the items.
    private bool TryReadText(JsonElement json, ParameterReading reading, List<T> items)
    {
        if (reading.Source != ParameterSource.Text || json.ValueKind != JsonValueKind.String || JsonTexts.Read(json) is not { } text)
            return false;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!item.TryRead(JsonTexts.Quote(part), reading, out T? read))
                return false;
            items.Add(read);
        }

        return true;
    }
}

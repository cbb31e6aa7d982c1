using System.Text.Json;

namespace IntelMQ.Bots;

internal sealed class ChoiceForm<T>((string Word, T Value)[] words) : ParameterForm<T>
    where T : struct, Enum
{
    public override string Words { get; } = $"one of {string.Join(", ", words.Select(static word => word.Word))}";

    public override bool TryRead(JsonElement json, ParameterReading reading, out T value)
    {
        value = default;
        if (json.ValueKind != JsonValueKind.String || JsonTexts.Read(json) is not { } text)
            return false;
        int index = Array.FindIndex(words, word => string.Equals(word.Word, text, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
            value = words[index].Value;
        return index >= 0;
    }

    public override void Write(Utf8JsonWriter writer, T value)
    {
        int index = Array.FindIndex(words, word => EqualityComparer<T>.Default.Equals(word.Value, value));
        writer.WriteStringValue(index < 0 ? value.ToString() : words[index].Word);
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type"u8, "string"u8);
        writer.WriteStartArray("enum"u8);
        foreach ((string word, _) in words)
            writer.WriteStringValue(word);
        writer.WriteEndArray();
    }
}

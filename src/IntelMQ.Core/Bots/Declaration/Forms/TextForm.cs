using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IntelMQ.Bots;

internal sealed class TextForm : ParameterForm<string>
{
    public override string Words => "a text";

    public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out string value)
    {
        value = json.ValueKind switch
        {
            JsonValueKind.String => JsonTexts.Read(json),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when reading.IsLoose => json.GetRawText(),
            _ => null,
        };
        return value is not null;
    }

    public override void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);

    public override void WriteSchema(Utf8JsonWriter writer) => writer.WriteString("type"u8, "string"u8);

    public override bool IsNothing(string value) => value.Length == 0;

    public override IEnumerable<string> Choices(string value) => [value];
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IntelMQ.Harmonization;

namespace IntelMQ.Bots;

internal sealed class PlainValueForm : ParameterForm<PlainValue>
{
    public override string Words => "any value";

    public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out PlainValue value)
    {
        value = JsonTexts.IsReadable(json) ? PlainValue.FromJson(reading.Source == ParameterSource.Text ? JsonForm.Typed(json) : json) : null;
        return value is not null;
    }

    public override void Write(Utf8JsonWriter writer, PlainValue value)
    {
        if (value.Kind == FieldValueKind.Text)
            writer.WriteStringValue(value.Value.Utf8);
        else
            writer.WriteRawValue(value.Kind == FieldValueKind.Null ? "null"u8 : value.Value.Utf8);
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        // Anything.
    }
}

using System.Text.Json;

namespace IntelMQ.Bots;

internal sealed class BooleanForm : ParameterForm<bool>
{
    public override string Words => "true or false";

    public override bool TryRead(JsonElement json, ParameterReading reading, out bool value)
    {
        value = json.ValueKind == JsonValueKind.True;
        return json.ValueKind is JsonValueKind.True or JsonValueKind.False
            || (reading.IsLoose && json.ValueKind == JsonValueKind.String && bool.TryParse(json.GetString(), out value));
    }

    public override void Write(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);

    public override void WriteSchema(Utf8JsonWriter writer) => writer.WriteString("type"u8, "boolean"u8);
}

using System.Globalization;
using System.Text.Json;

namespace IntelMQ.Bots;

internal sealed class DoubleForm : ParameterForm<double>
{
    public override string Words => "a number";

    public override bool TryRead(JsonElement json, ParameterReading reading, out double value) => TryReadNumber(json, reading, out value);

    public override void Write(Utf8JsonWriter writer, double value) => writer.WriteNumberValue(value);

    public override void WriteSchema(Utf8JsonWriter writer) => writer.WriteString("type"u8, "number"u8);

    public override double? Measure(double value) => value;

    internal static bool TryReadNumber(JsonElement json, ParameterReading reading, out double value)
    {
        value = 0;
        bool isRead = json.ValueKind == JsonValueKind.Number
            ? json.TryGetDouble(out value)
            : reading.IsLoose && json.ValueKind == JsonValueKind.String && double.TryParse(json.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        return isRead && double.IsFinite(value);
    }
}

using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace IntelMQ.Bots;

internal sealed class WholeNumberForm<T> : ParameterForm<T>
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    public override string Words => "a whole number";

    public override bool TryRead(JsonElement json, ParameterReading reading, out T value)
    {
        value = T.Zero;
        if (json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out long number))
            return Fits(number, out value);
        return reading.IsLoose && json.ValueKind == JsonValueKind.String
            && T.TryParse(json.GetString()!.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    public override void Write(Utf8JsonWriter writer, T value) => writer.WriteNumberValue(long.CreateChecked(value));

    public override void WriteSchema(Utf8JsonWriter writer) => writer.WriteString("type"u8, "integer"u8);

    public override double? Measure(T value) => double.CreateChecked(value);

    private static bool Fits(long number, out T value)
    {
        value = T.CreateSaturating(number);
        return long.CreateChecked(value) == number;
    }
}

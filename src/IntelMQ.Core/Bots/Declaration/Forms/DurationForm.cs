using System.Globalization;
using System.Text.Json;

namespace IntelMQ.Bots;

/// <summary>A number of a unit; text may also be written as .NET writes time spans, <c>00:05:00</c>.</summary>
internal sealed class DurationForm : ParameterForm<TimeSpan>
{
    private readonly string _unit;
    private readonly long _ticks;

    public DurationForm(string unit)
    {
        _unit = unit;
        _ticks = unit switch
        {
            "milliseconds" => TimeSpan.TicksPerMillisecond,
            "seconds" => TimeSpan.TicksPerSecond,
            "minutes" => TimeSpan.TicksPerMinute,
            "hours" => TimeSpan.TicksPerHour,
            "days" => TimeSpan.TicksPerDay,
            _ => throw new ArgumentException($"'{unit}' is no unit of time.", nameof(unit)),
        };
    }

    public override string Words => $"a number of {_unit}";

    public override bool TryRead(JsonElement json, ParameterReading reading, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (json.ValueKind == JsonValueKind.String && json.GetString() is { } text && text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value);
        if (!DoubleForm.TryReadNumber(json, reading, out double number))
            return false;
        double ticks = Math.Round(number * _ticks);
        if (Math.Abs(ticks) >= long.MaxValue)
            return false;
        value = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value)
    {
        if (value.Ticks % _ticks == 0)
            writer.WriteNumberValue(value.Ticks / _ticks);
        else
            writer.WriteNumberValue((double)value.Ticks / _ticks);
    }

    public override void WriteSchema(Utf8JsonWriter writer) => writer.WriteString("type"u8, "number"u8);

    public override double? Measure(TimeSpan value) => (double)value.Ticks / _ticks;
}

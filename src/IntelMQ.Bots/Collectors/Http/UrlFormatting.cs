using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IntelMQ.Bots.Collectors;

/// <summary>Whether a URL holds times, <c>{time[%Y-%m-%d]}</c>, and how far from now they are.</summary>
public sealed class UrlFormatting : IParameterValue<UrlFormatting>
{
    private UrlFormatting(TimeSpan? shift) => Shift = shift;

    /// <summary><c>true</c>, <c>false</c>, or a map of <c>weeks</c>, <c>days</c>, <c>hours</c>, <c>minutes</c>, <c>seconds</c> to numbers.</summary>
    public static ParameterForm<UrlFormatting> Form { get; } = new FormattingForm();

    /// <summary>The URL is taken as it stands.</summary>
    public static UrlFormatting None { get; } = new(null);

    /// <summary>Times are now.</summary>
    public static UrlFormatting Now { get; } = new(TimeSpan.Zero);

    /// <summary>What is added to now; <see langword="null"/> where the URL is taken as it stands.</summary>
    public TimeSpan? Shift { get; }

    /// <summary>Times are now and what is added to it.</summary>
    public static UrlFormatting By(TimeSpan shift) => new(shift);

    /// <inheritdoc/>
    public override string ToString() => Shift is { } shift ? shift == TimeSpan.Zero ? "true" : $"{{\"seconds\": {shift.TotalSeconds}}}" : "false";

    private sealed class FormattingForm : ParameterForm<UrlFormatting>
    {
        private const double MaxSeconds = 1e11;

        private static readonly ParameterForm<IReadOnlyDictionary<string, double>> Shifts = ParameterForms.ReadOnlyMap(ParameterForms.Double);

        public override string Words => "true, false, or a map with weeks, days, hours, minutes and seconds";

        public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out UrlFormatting value)
        {
            value = null;
            if (json.ValueKind is JsonValueKind.True or JsonValueKind.False)
                value = json.ValueKind == JsonValueKind.True ? Now : None;
            else if (ParameterForms.Text.TryRead(json, reading, out string? text) && bool.TryParse(text, out bool isNow))
                value = isNow ? Now : None;
            else if (Shifts.TryRead(json, reading, out IReadOnlyDictionary<string, double>? shifts) && TryAdd(shifts, out double seconds))
                value = By(TimeSpan.FromSeconds(seconds));
            return value is not null;
        }

        public override void Write(Utf8JsonWriter writer, UrlFormatting value)
        {
            if (value.Shift is { } shift && shift != TimeSpan.Zero)
                Shifts.Write(writer, new Dictionary<string, double>(StringComparer.Ordinal) { ["seconds"] = shift.TotalSeconds });
            else
                writer.WriteBooleanValue(value.Shift is not null);
        }

        public override void WriteSchema(Utf8JsonWriter writer)
        {
            writer.WriteStartArray("type"u8);
            writer.WriteStringValue("boolean"u8);
            writer.WriteStringValue("object"u8);
            writer.WriteEndArray();
        }

        private static bool TryAdd(IReadOnlyDictionary<string, double> shifts, out double seconds)
        {
            seconds = 0;
            foreach ((string unit, double number) in shifts)
            {
                seconds += number * unit switch
                {
                    "weeks" => 7 * 86400,
                    "days" => 86400,
                    "hours" => 3600,
                    "minutes" => 60,
                    "seconds" => 1,
                    _ => double.NaN,
                };
            }

            return double.Abs(seconds) <= MaxSeconds;
        }
    }
}

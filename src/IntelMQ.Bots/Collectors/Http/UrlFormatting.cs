using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelMQ.Bots.Collectors;

/// <summary>Whether a URL holds times, <c>{time[%Y-%m-%d]}</c>, and how far from now they are.</summary>
[JsonConverter(typeof(UrlFormattingConverter))]
public sealed class UrlFormatting
{
    private UrlFormatting(TimeSpan? shift) => Shift = shift;

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
}

/// <summary>Reads <c>true</c>, <c>false</c>, or a map of <c>weeks</c>, <c>days</c>, <c>hours</c>, <c>minutes</c>, <c>seconds</c> to numbers.</summary>
public sealed class UrlFormattingConverter : JsonConverter<UrlFormatting>
{
    private const string Expected = "must be true, false, or a map with weeks, days, hours, minutes and seconds";
    private const double MaxSeconds = 1e11;

    /// <inheritdoc/>
    public override UrlFormatting Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return reader.GetBoolean() ? UrlFormatting.Now : UrlFormatting.None;
        if (reader.TokenType == JsonTokenType.String)
        {
            return bool.TryParse(reader.GetString(), out bool value)
                ? value ? UrlFormatting.Now : UrlFormatting.None
                : throw new JsonException(Expected);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException(Expected);
        double seconds = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            double unit = reader.GetString() switch
            {
                "weeks" => 7 * 86400,
                "days" => 86400,
                "hours" => 3600,
                "minutes" => 60,
                "seconds" => 1,
                _ => throw new JsonException(Expected),
            };
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number)
                throw new JsonException(Expected);
            seconds += unit * reader.GetDouble();
        }

        return double.Abs(seconds) <= MaxSeconds ? UrlFormatting.By(TimeSpan.FromSeconds(seconds)) : throw new JsonException(Expected);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, UrlFormatting value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Shift is not { } shift || shift == TimeSpan.Zero)
        {
            writer.WriteBooleanValue(value.Shift is not null);
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("seconds", shift.TotalSeconds);
        writer.WriteEndObject();
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelMQ.Bots.Parsers.Generic;

/// <summary>How many lines stand in front of a table: in parameters a number, or a boolean for one or none.</summary>
/// <param name="Count">The number of lines.</param>
[JsonConverter(typeof(HeaderLinesConverter))]
public readonly record struct HeaderLines(int Count);

/// <summary>Reads a boolean, a number, or a text that holds either.</summary>
public sealed class HeaderLinesConverter : JsonConverter<HeaderLines>
{
    /// <inheritdoc/>
    public override HeaderLines Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string text = reader.TokenType switch
        {
            JsonTokenType.True => "1",
            JsonTokenType.False => "0",
            JsonTokenType.Number when reader.TryGetInt32(out int number) => number.ToString(CultureInfo.InvariantCulture),
            JsonTokenType.String => reader.GetString()!.Trim(),
            _ => "",
        };
        if (bool.TryParse(text, out bool boolean))
            return new HeaderLines(boolean ? 1 : 0);
        if (text.Length == 0 && reader.TokenType == JsonTokenType.String)
            return default;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? new HeaderLines(count)
            : throw new JsonException("must be true, false or a number of lines");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, HeaderLines value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumberValue(value.Count);
    }
}

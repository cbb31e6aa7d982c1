using System.Globalization;
using System.Text.Json;

namespace IntelMQ.Bots.Parsers.Generic;

/// <summary>How many lines stand in front of a table: in parameters a number, or a boolean for one or none.</summary>
/// <param name="Count">The number of lines.</param>
public readonly record struct HeaderLines(int Count) : IParameterValue<HeaderLines>
{
    /// <summary>A boolean, a number, or a text that holds either.</summary>
    public static ParameterForm<HeaderLines> Form { get; } = new HeaderLinesForm();

    private sealed class HeaderLinesForm : ParameterForm<HeaderLines>
    {
        public override string Words => "true, false or a number of lines";

        public override bool TryRead(JsonElement json, ParameterReading reading, out HeaderLines value)
        {
            value = default;
            switch (json.ValueKind)
            {
                case JsonValueKind.True or JsonValueKind.False:
                    value = new HeaderLines(json.ValueKind == JsonValueKind.True ? 1 : 0);
                    return true;
                case JsonValueKind.Number:
                    return json.TryGetInt32(out int number) && IsCount(number, out value);
                case JsonValueKind.String when ParameterForms.Text.TryRead(json, reading, out string? given):
                    string text = given.Trim();
                    if (bool.TryParse(text, out bool boolean))
                        value = new HeaderLines(boolean ? 1 : 0);
                    else if (text.Length > 0)
                        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && IsCount(count, out value);
                    return true;
                default:
                    return false;
            }
        }

        public override void Write(Utf8JsonWriter writer, HeaderLines value) => writer.WriteNumberValue(value.Count);

        public override void WriteSchema(Utf8JsonWriter writer)
        {
            writer.WriteStartArray("type"u8);
            writer.WriteStringValue("integer"u8);
            writer.WriteStringValue("boolean"u8);
            writer.WriteEndArray();
        }

        private static bool IsCount(int number, out HeaderLines value)
        {
            value = new HeaderLines(Math.Max(number, 0));
            return number >= 0;
        }
    }
}

using System.Globalization;
using System.Text.Json;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>A held event as it is stored: an object of JSON with the key, the numbers and the event.</summary>
internal static class HeldEventJson
{
    public static void Write(string key, HeldEvent held, Utf8Buffer output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("due", held.Due);
        json.WriteNumber("count", held.Count);
        if (held.Last is { } last)
            json.WriteString("last", last);
        HeldSource source = held.Source;
        if (source.Report != UInt128.Zero)
        {
            json.WriteString("report", source.Report.ToString("x32", CultureInfo.InvariantCulture));
            json.WriteNumber("element", source.Element);
            json.WriteNumber("fork", source.Fork);
        }

        if (source.Batch is not null)
            json.WriteString("batch", source.Batch);
        json.WriteString("key", key);
        json.WritePropertyName("event");
        json.WriteRawValue(held.Event.ToJson(MessageFormat.Flat), skipInputValidation: true);
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <returns>Nothing where it is damaged, or the event does not fit the schema.</returns>
    public static (string Key, HeldEvent Held)? Read(ReadOnlySpan<byte> json, MessageReader messages)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 128 });
            JsonElement stored = JsonElement.ParseValue(ref reader);
            ReadOnlySpan<byte> content = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(stored.GetProperty("event"));
            if (!messages.TryReadEvent(content, out Event? message, out _))
                return null;
            var held = new HeldEvent(message, stored.GetProperty("due").GetDateTimeOffset())
            {
                Count = stored.GetProperty("count").GetInt64(),
                Last = stored.TryGetProperty("last", out JsonElement last) ? last.GetDateTimeOffset() : null,
                Source = SourceOf(stored),
            };
            return (stored.GetProperty("key").GetString()!, held);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException or ArgumentException)
        {
            return null;
        }
    }

    private static HeldSource SourceOf(JsonElement stored)
    {
        string? batch = stored.TryGetProperty("batch", out JsonElement name) ? name.GetString() : null;
        return stored.TryGetProperty("report", out JsonElement report)
            ? new HeldSource(UInt128.Parse(report.GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), stored.GetProperty("element").GetInt64(), stored.GetProperty("fork").GetUInt32(), batch)
            : new HeldSource(UInt128.Zero, 0, 0, batch);
    }
}

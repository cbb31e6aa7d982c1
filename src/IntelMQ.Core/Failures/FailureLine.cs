using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Failures;

/// <summary>A failure as a line of JSON: number and time first, then what is known of it, then the message as IntelMQ writes it.</summary>
internal static class FailureLine
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static void Write(long id, DateTimeOffset time, Failure failure, Utf8Buffer output)
    {
        output.Append("{\"id\": "u8);
        output.Append(id);
        output.Append(", \"time\": \""u8);
        output.Append(time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture).AsSpan());
        output.Append((byte)'"');
        if (failure.Id != UInt128.Zero)
            WriteText(", \"key\": "u8, failure.Id.ToString("x32", CultureInfo.InvariantCulture), output);
        WriteText(", \"bot\": "u8, failure.BotId, output);
        WriteText(", \"reason\": "u8, failure.Reason, output);
        if (failure.Field is not null)
            WriteText(", \"field\": "u8, failure.Field, output);
        if (failure.Value is not null)
            WriteText(", \"value\": "u8, failure.Value, output);
        WriteNumber(", \"line\": "u8, failure.LineNumber, output);
        WriteNumber(", \"offset\": "u8, failure.Offset, output);
        WriteNumber(", \"truncated_from\": "u8, failure.TruncatedFrom, output);
        WriteText(", \"type\": "u8, failure.Message.TypeName, output);
        output.Append(", \"message\": "u8);
        failure.Message.WriteTo(output, MessageFormat.WithType);
        output.Append("}\n"u8);
    }

    /// <summary>Reads a line.</summary>
    /// <returns>The failure, or null where the line is damaged or its message does not fit the schema.</returns>
    public static StoredFailure? Read(ReadOnlySpan<byte> line, MessageReader messages, out string? fault)
    {
        try
        {
            var parts = default(Parts);
            if (!ReadParts(line, ref parts))
            {
                fault = "is not an entry of the store";
                return null;
            }

            if (!messages.TryRead(line[parts.MessageStart..parts.MessageEnd], parts.Type, out Message? message, out MessageError? error))
            {
                fault = $"holds a message that cannot be read: {error}";
                return null;
            }

            fault = null;
            var failure = new Failure(message, parts.Reason!)
            {
                Id = ReadId(line),
                BotId = parts.Bot ?? "",
                Field = parts.Field,
                Value = parts.Value,
                LineNumber = parts.Line,
                Offset = parts.Offset,
                TruncatedFrom = parts.TruncatedFrom,
            };
            return new StoredFailure(parts.Id, parts.Time, failure);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            fault = "is not an entry of the store";
            return null;
        }
    }

    /// <summary>Reads the number and time only, which stand first; the rest of the line may be missing.</summary>
    public static bool TryReadHead(ReadOnlySpan<byte> line, out long id, out DateTimeOffset time)
    {
        id = 0;
        time = default;
        if (!line.StartsWith("{\"id\": "u8))
            return false;
        line = line[7..];
        int comma = line.IndexOf((byte)',');
        if (comma < 0 || !long.TryParse(line[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out id))
            return false;
        line = line[comma..];
        if (!line.StartsWith(", \"time\": \""u8))
            return false;
        line = line[11..];
        int quote = line.IndexOf((byte)'"');
        return quote is > 0 and < 64 && TryReadTime(Encoding.UTF8.GetString(line[..quote]), out time);
    }

    /// <summary>Reads the bot's id only; empty where the line is damaged before it.</summary>
    public static string BotOf(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth + 1 });
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("bot"u8))
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("message"u8))
                    return "";
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // As if it had none.
        }

        return "";
    }

    /// <summary>Reads the failure's own id, which stands behind the time.</summary>
    public static UInt128 ReadId(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> name = ", \"key\": \""u8;
        ReadOnlySpan<byte> head = line[..Math.Min(line.Length, 160)];
        int at = head.IndexOf(name);
        return at >= 0 && head.Length >= at + name.Length + 32 && UInt128.TryParse(head.Slice(at + name.Length, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out UInt128 id) ? id : UInt128.Zero;
    }

    private static bool TryReadTime(string text, out DateTimeOffset time)
        => DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    private static bool ReadParts(ReadOnlySpan<byte> line, ref Parts parts)
    {
        // The message itself nests as deep as messages may; it stands one level lower here.
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth + 1 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        bool timed = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = JsonStrings.TextOf(ref reader);
            reader.Read();
            switch (name)
            {
                case "id":
                    parts.Id = reader.GetInt64();
                    break;
                case "time":
                    timed = TryReadTime(reader.GetString() ?? "", out parts.Time);
                    break;
                case "bot":
                    parts.Bot = reader.GetString();
                    break;
                case "reason":
                    parts.Reason = reader.GetString();
                    break;
                case "field":
                    parts.Field = reader.GetString();
                    break;
                case "value":
                    parts.Value = reader.GetString();
                    break;
                case "line":
                    parts.Line = reader.GetInt64();
                    break;
                case "offset":
                    parts.Offset = reader.GetInt64();
                    break;
                case "truncated_from":
                    parts.TruncatedFrom = reader.GetInt64();
                    break;
                case "type":
                    parts.Type = reader.GetString();
                    break;
                case "message":
                    parts.MessageStart = (int)reader.TokenStartIndex;
                    reader.Skip();
                    parts.MessageEnd = (int)reader.BytesConsumed;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return timed && parts.Id > 0 && !string.IsNullOrEmpty(parts.Reason) && parts.MessageEnd > 0 && !reader.Read();
    }

    private static void WriteText(ReadOnlySpan<byte> name, string text, Utf8Buffer output)
    {
        output.Append(name);
        PythonJson.WriteString(Encoding.UTF8.GetBytes(text), output, ascii: false);
    }

    private static void WriteNumber(ReadOnlySpan<byte> name, long value, Utf8Buffer output)
    {
        if (value == 0)
            return;
        output.Append(name);
        output.Append(value);
    }

    private struct Parts
    {
        public long Id;
        public DateTimeOffset Time;
        public string? Bot;
        public string? Reason;
        public string? Field;
        public string? Value;
        public string? Type;
        public long Line;
        public long Offset;
        public long TruncatedFrom;
        public int MessageStart;
        public int MessageEnd;
    }
}

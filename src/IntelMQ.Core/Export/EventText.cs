using System.Text;
using System.Text.Unicode;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Export;

/// <summary>Writes an event as text: JSON, or one field's value.</summary>
/// <param name="format">What is written, and in which form.</param>
public sealed class EventText(EventTextFormat format)
{
    /// <summary>
    /// Appends an event's text and a line feed. Line ends within the value of a single key are written as <c>\n</c> and <c>\r</c>, since what
    /// an event holds must not begin a line; those of <c>raw</c> stay, which is made of lines.
    /// </summary>
    /// <param name="message">The event.</param>
    /// <param name="output">Takes UTF-8.</param>
    public void WriteLine(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        int start = output.Length;
        Write(message, output);
        if (format.SingleKey is not (null or "raw") && output.WrittenSpan[start..].IndexOfAny((byte)'\n', (byte)'\r') >= 0)
        {
            byte[] text = output.WrittenSpan[start..].ToArray();
            output.Truncate(start);
            foreach (byte value in text)
            {
                if (value is (byte)'\n' or (byte)'\r')
                    output.Append(value == '\n' ? "\\n"u8 : "\\r"u8);
                else
                    output.Append(value);
            }
        }

        output.Append((byte)'\n');
    }

    /// <summary>Appends an event's text, without a line end.</summary>
    /// <param name="message">The event.</param>
    /// <param name="output">Takes UTF-8.</param>
    public void Write(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        switch (format.SingleKey)
        {
            case null when format.Document is { } document:
                document.Write(format.Message.HasFlag(MessageFormat.WithoutRaw) ? WithoutRaw(message) : message, output);
                break;
            case null:
                WriteJson(message, output);
                break;
            case "raw":
                WriteValidUtf8(message.Raw.Span, output);
                break;
            case "extra":
                output.Append(message.ExtraAsJson() ?? "None"u8);
                break;
            case "output" when message["output"] is { Kind: FieldValueKind.Text } text:
                WriteOutput(text.Utf8, output);
                break;
            default:
                PythonText.Str(message[format.SingleKey], output);
                break;
        }
    }

    /// <summary>
    /// Appends the whole event as JSON with its fields in the order in which they came, other characters than ASCII escaped, and
    /// <c>__type</c>: what IntelMQ makes of an event that stands in a text.
    /// </summary>
    /// <param name="message">The event.</param>
    /// <param name="output">Takes UTF-8.</param>
    public static void WriteInOrder(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        output.Append((byte)'{');
        foreach (Schemas.FieldKey key in message.KeysInOrder())
        {
            PythonJson.WriteString(Encoding.UTF8.GetBytes(key.Name), output, ascii: true);
            output.Append(": "u8);
            FieldValue value = message[key];
            if (value.Kind == FieldValueKind.Text)
                PythonJson.WriteString(value.Utf8, output, ascii: true);
            else if (value.Kind != FieldValueKind.Json || !PythonJson.TryWrite(value.Utf8, output, ascii: true, sortKeys: false))
                output.Append(value.Utf8);
            output.Append(", "u8);
        }

        output.Append("\"__type\": \"Event\"}"u8);
    }

    private static Event WithoutRaw(Event message)
    {
        if (!message.Contains("raw"))
            return message;
        Event other = message.Clone();
        other.Remove("raw");
        return other;
    }

    // IntelMQ sorts members at all depths, and writes other characters than ASCII as they are.
    private void WriteJson(Event message, Utf8Buffer output)
    {
        int start = output.Length;
        message.WriteTo(output, format.Message);
        if (!message.HasNested)
            return;
        byte[] json = output.WrittenSpan[start..].ToArray();
        output.Truncate(start);
        if (!PythonJson.TryWrite(json, output, ascii: false, sortKeys: true))
            output.Append(json);
    }

    // The field holds JSON text: a JSON string is written without quotes and escapes, anything else as it stands.
    private static void WriteOutput(ReadOnlySpan<byte> json, Utf8Buffer output)
    {
        if (json is [(byte)'"', ..])
        {
            try
            {
                var reader = new System.Text.Json.Utf8JsonReader(json);
                if (reader.Read() && reader.TokenType == System.Text.Json.JsonTokenType.String && reader.BytesConsumed == json.Length)
                {
                    int written = reader.CopyString(output.GetSpan(json.Length));
                    output.Advance(written);
                    return;
                }
            }
            catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException)
            {
            }
        }

        output.Append(json);
    }

    // Bytes that are not UTF-8 are left out, as IntelMQ does.
    private static void WriteValidUtf8(ReadOnlySpan<byte> bytes, Utf8Buffer output)
    {
        if (Utf8.IsValid(bytes))
        {
            output.Append(bytes);
            return;
        }

        while (!bytes.IsEmpty)
        {
            bool valid = Rune.DecodeFromUtf8(bytes, out _, out int length) == System.Buffers.OperationStatus.Done;
            if (valid)
                output.Append(bytes[..length]);
            bytes = bytes[length..];
        }
    }
}

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
    /// <summary>Appends an event's text, without a line end.</summary>
    /// <param name="message">The event.</param>
    /// <param name="output">Takes UTF-8.</param>
    public void Write(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        switch (format.SingleKey)
        {
            case null:
                message.WriteTo(output, format.Message);
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

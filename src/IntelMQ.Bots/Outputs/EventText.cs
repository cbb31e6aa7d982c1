using System.Text;
using System.Text.Unicode;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>Writes an event as text, as the export parameters say: JSON, or one field's value.</summary>
internal sealed class EventText
{
    private readonly MessageFormat _format;
    private readonly string? _singleKey;

    public EventText(ExportOptions options)
    {
        if (options.HierarchicalOutput ?? options.MessageHierarchical ?? options.MessageHierarchicalOutput ?? false)
            _format |= MessageFormat.Hierarchical;
        if (options.MessageWithType ?? options.WithType ?? false)
            _format |= MessageFormat.WithType;
        if (options.MessageJsondictAsString)
            _format |= MessageFormat.ExtraAsText;
        if (!options.KeepRawField)
            _format |= MessageFormat.WithoutRaw;
        // "false" is what IntelMQ's files say for "no single key".
        _singleKey = options.SingleKey is null or "" or "false" or "False" ? null : options.SingleKey;
    }

    public void Write(Event message, Utf8Buffer output)
    {
        switch (_singleKey)
        {
            case null:
                message.WriteTo(output, _format);
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
                PythonText.Str(message[_singleKey], output);
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

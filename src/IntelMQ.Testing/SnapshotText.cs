using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Testing;

/// <summary>
/// The readable form of what came out of a bot: indented JSON, fields sorted by name, <c>raw</c> decoded (a list of lines, or Base64 where
/// it is no text). The same messages always give the same text.
/// </summary>
public static class SnapshotText
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Everything that came out of a bot: the messages of each path, and the failures.</summary>
    public static string Of(BotRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Write(writer =>
        {
            foreach (string path in run.Paths)
                WriteMessages(writer, path, run.On(path));
            WriteFailures(writer, run.Failures);
        });
    }

    /// <summary>What a parser made of a report: events and failures.</summary>
    public static string Of(ParseResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Write(writer =>
        {
            WriteMessages(writer, "events", result.Events);
            WriteFailures(writer, result.Failures);
        });
    }

    private static string Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteMessages(Utf8JsonWriter writer, string name, IReadOnlyList<Message> messages)
    {
        writer.WriteStartArray(name);
        foreach (Message message in messages)
            WriteMessage(writer, message);
        writer.WriteEndArray();
    }

    private static void WriteFailures(Utf8JsonWriter writer, IReadOnlyList<Failure> failures)
    {
        writer.WriteStartArray("failures");
        foreach (Failure failure in failures)
        {
            writer.WriteStartObject();
            writer.WriteString("reason", failure.Reason);
            if (failure.Field is not null)
                writer.WriteString("field", failure.Field);
            if (failure.LineNumber > 0)
                writer.WriteNumber("line", failure.LineNumber);
            writer.WritePropertyName("message");
            WriteMessage(writer, failure.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter writer, Message message)
    {
        writer.WriteStartObject();
        foreach (FieldEntry field in message)
        {
            writer.WritePropertyName(field.Key.Name);
            if (field.Key.Name == "raw")
                WriteRaw(writer, message.Raw);
            else if (field.Value.Kind == FieldValueKind.Text)
                writer.WriteStringValue(field.Value.Utf8);
            else if (field.Value.Kind == FieldValueKind.Null)
                writer.WriteNullValue();
            else
                writer.WriteRawValue(field.Value.Utf8);
        }

        writer.WriteEndObject();
    }

    private static void WriteRaw(Utf8JsonWriter writer, ReadOnlyMemory<byte> raw)
    {
        string text;
        try
        {
            text = Strict.GetString(raw.Span);
        }
        catch (DecoderFallbackException)
        {
            writer.WriteStartObject();
            writer.WriteBase64String("base64", raw.Span);
            writer.WriteEndObject();
            return;
        }

        string[] lines = text.Split('\n');
        if (lines.Length == 1)
        {
            writer.WriteStringValue(text);
            return;
        }

        writer.WriteStartArray();
        foreach (string line in lines)
            writer.WriteStringValue(line);
        writer.WriteEndArray();
    }
}

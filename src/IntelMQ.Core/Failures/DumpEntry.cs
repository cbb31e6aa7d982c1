using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Failures;

/// <summary>One entry of a dump file.</summary>
internal static class DumpEntry
{
    private const int MaxReason = 2000;

    public static void Write(DumpKey key, Failure failure, string sourceQueue, Utf8Buffer output)
    {
        var message = new Utf8Buffer(1024);
        failure.Message.WriteTo(message, MessageFormat.WithType);
        WriteText(key.ToString(), output);
        output.Append(": {\n        \"bot_id\": "u8);
        WriteText(failure.BotId, output);
        output.Append(",\n        \"message\": "u8);
        PythonJson.WriteString(message.WrittenSpan, output, ascii: true);
        output.Append(",\n        \"source_queue\": "u8);
        WriteText(sourceQueue, output);
        output.Append(",\n        \"traceback\": "u8);
        // A parser's line has one text, anything else a list of lines.
        if (failure.LineNumber > 0)
        {
            WriteText(failure.ToString(), output);
        }
        else
        {
            output.Append("[\n            "u8);
            WriteText(failure.Reason, output);
            output.Append("\n        ]"u8);
        }

        output.Append("\n    }"u8);
    }

    public static StoredFailure? Read(long id, string key, ReadOnlySpan<byte> json, MessageReader messages, out string? fault)
    {
        fault = null;
        if (!DumpKey.TryParse(key, out DateTimeOffset time))
            fault = "The key is not a time.";
        using JsonDocument? document = JsonStrings.Parse(JsonUnicode.Repair(json.ToArray()).Span);
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
            fault ??= "The entry is not a JSON object.";
        if (fault is not null)
            return null;
        JsonElement entry = document!.RootElement;
        (string reason, long line) = ReadTraceback(entry);
        Message? message = ReadMessage(entry, messages, out fault);
        if (message is null)
            return null;
        return new StoredFailure(id, time, new Failure(message, reason) { BotId = TextOf(entry, "bot_id"u8) ?? "", LineNumber = line });
    }

    /// <summary>The queue that an entry names, and whether it has no message.</summary>
    public static (string? Queue, bool IsEmpty) ReadQueue(ReadOnlySpan<byte> json)
    {
        using JsonDocument? document = JsonStrings.Parse(JsonUnicode.Repair(json.ToArray()).Span);
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
            return default;
        bool isEmpty = document.RootElement.TryGetProperty("message"u8, out JsonElement message)
            && (message.ValueKind == JsonValueKind.Null || (message.ValueKind == JsonValueKind.String && message.ValueEquals(""u8)));
        return (TextOf(document.RootElement, "source_queue"u8), isEmpty);
    }

    /// <summary>An entry with another message; what cannot be read as an entry becomes one that holds nothing else.</summary>
    public static ReadOnlyMemory<byte> WithMessage(ReadOnlyMemory<byte> json, Message message)
    {
        var text = new Utf8Buffer(1024);
        message.WriteTo(text, MessageFormat.WithType);
        var output = new Utf8Buffer(1024);
        using JsonDocument? document = JsonStrings.Parse(JsonUnicode.Repair(json.ToArray()).Span);
        string separator = "{\n        ";
        bool isWritten = false;
        foreach (JsonProperty member in document is { RootElement.ValueKind: JsonValueKind.Object } ? document.RootElement.EnumerateObject().AsEnumerable() : [])
        {
            if (member.NameEquals("message_type"u8) || (isWritten && member.NameEquals("message"u8)))
                continue;
            bool isMessage = member.NameEquals("message"u8);
            isWritten |= isMessage;
            output.Append(Utf8(separator));
            WriteText(member.Name, output);
            output.Append(": "u8);
            if (isMessage)
                PythonJson.WriteString(text.WrittenSpan, output, ascii: true);
            else
                output.Append(JsonMarshal.GetRawUtf8Value(member.Value));
            separator = ",\n        ";
        }

        if (!isWritten)
        {
            output.Append(Utf8(separator));
            output.Append("\"message\": "u8);
            PythonJson.WriteString(text.WrittenSpan, output, ascii: true);
        }

        output.Append("\n    }"u8);
        return output.WrittenMemory;
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static Message? ReadMessage(JsonElement entry, MessageReader messages, out string? fault)
    {
        if (!entry.TryGetProperty("message"u8, out JsonElement value) || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Object))
        {
            fault = "The entry has no message.";
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
            return ReadObject(JsonMarshal.GetRawUtf8Value(value), messages, out fault);

        var text = new Utf8Buffer();
        JsonStrings.Unescape(value, text);
        fault = null;
        if (TextOf(entry, "message_type"u8) == "base64")
        {
            if (LenientBase64.Decode(text.WrittenSpan) is { } bytes)
                return ReadBytes(bytes, messages);
            fault = "The message is not Base64.";
            return null;
        }

        if (messages.TryRead(text.WrittenSpan, out Message? message, out MessageError? error))
            return message;
        fault = $"The message cannot be read: {error}";
        return null;
    }

    // A message that was not written as a text first.
    private static Message? ReadObject(ReadOnlySpan<byte> json, MessageReader messages, out string? fault)
    {
        bool isRead = messages.TryRead(json, out Message? message, out MessageError? error)
            || messages.TryRead(json, "Report", out message, out _) || messages.TryRead(json, "Event", out message, out _);
        fault = isRead ? null : $"The message cannot be read: {error}";
        return message;
    }

    // IntelMQ leaves the type out here: what fits a report is one, since an event of nothing but a report's fields means nothing.
    private static Message ReadBytes(byte[] bytes, MessageReader messages)
    {
        if (messages.TryRead(bytes, "Report", out Message? message, out _) || messages.TryRead(bytes, "Event", out message, out _))
            return message;
        return new Report(bytes, messages.Schema);
    }

    // The last line of a traceback says what happened; what this store wrote is the reason as it stands.
    private static (string Reason, long Line) ReadTraceback(JsonElement entry)
    {
        string reason = "";
        long line = 0;
        if (entry.TryGetProperty("traceback"u8, out JsonElement traceback))
        {
            if (traceback.ValueKind == JsonValueKind.String)
                reason = TryTakeLineNumber(Unescape(traceback), out line, out string? rest) ? rest : LastLine(Unescape(traceback));
            else if (traceback.ValueKind == JsonValueKind.Array)
                reason = LastOf(traceback);
        }

        if (string.IsNullOrWhiteSpace(reason))
            reason = "The dump says no reason.";
        return (reason.Length <= MaxReason ? reason : reason[..MaxReason], line);
    }

    private static bool TryTakeLineNumber(string text, out long line, [NotNullWhen(true)] out string? rest)
    {
        line = 0;
        rest = null;
        int colon = text.IndexOf(": ", StringComparison.Ordinal);
        if (!text.StartsWith("line ", StringComparison.Ordinal) || colon < 6
            || !long.TryParse(text.AsSpan(5, colon - 5), NumberStyles.None, CultureInfo.InvariantCulture, out line))
            return false;
        rest = text[(colon + 2)..];
        return true;
    }

    private static string LastOf(JsonElement list)
    {
        string last = "";
        foreach (JsonElement line in list.EnumerateArray())
        {
            if (line.ValueKind == JsonValueKind.String && LastLine(Unescape(line)) is { Length: > 0 } text)
                last = text;
        }

        return last;
    }

    private static string LastLine(string text)
    {
        text = text.TrimEnd();
        return text[(text.LastIndexOf('\n') + 1)..].Trim();
    }

    private static string? TextOf(JsonElement entry, ReadOnlySpan<byte> name)
        => entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? Unescape(value) : null;

    private static string Unescape(JsonElement value)
    {
        var text = new Utf8Buffer();
        JsonStrings.Unescape(value, text);
        return System.Text.Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void WriteText(string text, Utf8Buffer output) => PythonJson.WriteString(System.Text.Encoding.UTF8.GetBytes(text), output, ascii: true);
}

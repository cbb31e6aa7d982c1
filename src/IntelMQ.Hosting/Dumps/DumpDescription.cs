using System.Text.Json.Nodes;
using IntelMQ.Failures;
using IntelMQ.Messages;

namespace IntelMQ.Hosting.Dumps;

/// <summary>Entries of dumps for people and programs to read.</summary>
public static class DumpDescription
{
    /// <summary>An entry with its message as JSON.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="truncate">How many characters of <c>raw</c> (Base64) are shown; 0 for all.</param>
    public static JsonObject ToJson(DumpedMessage entry, int truncate)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var described = new JsonObject
        {
            ["number"] = entry.Number,
            ["time"] = entry.Key,
            ["bot_id"] = entry.BotId,
            ["source_queue"] = entry.SourceQueue,
            ["reason"] = entry.Reason,
        };
        if (entry.Complaint is { } complaint)
            described["complaint"] = complaint;
        if (entry.Message is { } message)
            described["message"] = Cut(JsonNode.Parse(message.ToJson(MessageFormat.WithType)), truncate);
        return described;
    }

    /// <summary>An entry in one line: its number, its time, and why it failed, cut to 200 characters.</summary>
    public static string ToLine(DumpedMessage entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string reason = entry.Complaint is not { } complaint ? entry.Reason : entry.Reason.Length == 0 ? complaint : $"{entry.Reason} ({complaint})";
        return $"{entry.Number}: {entry.Key} {(reason.Length > 200 ? $"{reason[..100]}...{reason[^100..]}" : reason)}";
    }

    private static JsonNode? Cut(JsonNode? message, int truncate)
    {
        if (truncate > 0 && message?["raw"] is JsonValue raw && raw.TryGetValue(out string? text) && text.Length > truncate)
            message["raw"] = $"{text[..truncate]}... ({text.Length} characters)";
        return message;
    }
}

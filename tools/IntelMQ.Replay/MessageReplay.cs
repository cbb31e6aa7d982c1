using System.Text;
using System.Text.Json;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Replay;

/// <summary>One message built from JSON.</summary>
internal static class MessageReplay
{
    private static readonly HashFilter Whitelist = HashFilter.Only("source.ip", "source.fqdn", "classification.type", "extra.foo");

    public static void Answer(JsonElement question, Schema schema, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Answers.Text(question, "id"));
        MessageError? error = null;
        byte[] json = question.TryGetProperty("message", out JsonElement message) ? Json(message) : [];
        if (new MessageReader(schema).TryRead(json, out Message? read, out error))
        {
            writer.WritePropertyName("dict");
            writer.WriteRawValue(read.ToJson(MessageFormat.WithType));
            writer.WritePropertyName("hierarchical");
            writer.WriteRawValue(read.ToJson(MessageFormat.WithType | MessageFormat.Hierarchical));
            writer.WriteString("hash", MessageHash.ComputeText(read, HashFilter.All));
            writer.WriteString("hash_whitelist", MessageHash.ComputeText(read, Whitelist));
        }
        else
        {
            writer.WriteString("error", error.Kind.ToString());
        }

        writer.WriteEndObject();
    }

    /// <summary>The JSON of a message, or the text that stands in the place of one.</summary>
    public static byte[] Json(JsonElement message)
    {
        try
        {
            return Encoding.UTF8.GetBytes(message.ValueKind == JsonValueKind.String ? message.GetString()! : message.GetRawText());
        }
        catch (InvalidOperationException)
        {
            return [];
        }
    }
}

using System.Text.Json;
using IntelMQ.Messages;
using IntelMQ.Misp.Client;
using IntelMQ.Misp.Events;
using IntelMQ.Text;

namespace IntelMQ.Misp.Outputs;

/// <summary>An event that MISP has already.</summary>
/// <param name="json">The content of its member <c>Event</c>.</param>
internal sealed class FoundEvent(JsonElement json)
{
    private const string Provider = "feed.provider";

    /// <summary>The event's UUID.</summary>
    public Guid? Uuid => MispAnswer.UuidOf(json);

    /// <summary>Whether it was made of an event with the same provider and the same values of fields.</summary>
    /// <param name="message">The event.</param>
    /// <param name="fields">The fields.</param>
    public bool IsOf(Event message, IEnumerable<string> fields)
    {
        JsonElement found = MispAnswer.List(json, "Object").FirstOrDefault(static one => MispAnswer.Text(one, "name") == MispTemplate.Name);
        if (found.ValueKind == JsonValueKind.Undefined)
            return false;
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (JsonElement attribute in MispAnswer.List(found, "Attribute"))
        {
            if (MispAnswer.Text(attribute, "object_relation") is { } relation)
                values.TryAdd(relation, MispAnswer.Text(attribute, "value"));
        }

        return fields.Append(Provider).All(field => EventValues.Text(message, field) == values.GetValueOrDefault(field));
    }

    /// <summary>The event as it is, but with a new time: what tells MISP and its users that it was seen again.</summary>
    /// <param name="now">The new time.</param>
    public byte[] ToEdit(DateTimeOffset now)
    {
        var output = new Utf8Buffer(4096);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            foreach (string name in (ReadOnlySpan<string>)["id", "uuid", "info", "date", "distribution", "sharing_group_id", "threat_level_id", "analysis", "published"])
                Copy(json, name, writer);
            writer.WriteString("timestamp"u8, now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
            WriteList("Tag"u8, MispAnswer.List(json, "Tag"), static (tag, writer) => tag.WriteTo(writer), writer);
            WriteList("Attribute"u8, MispAnswer.List(json, "Attribute"), WriteAttribute, writer);
            WriteList("Object"u8, MispAnswer.List(json, "Object"), WriteObject, writer);
            writer.WriteEndObject();
        }

        return output.ToArray();
    }

    private static void WriteObject(JsonElement one, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (string name in (ReadOnlySpan<string>)["id", "event_id", "uuid", "timestamp", "name", "meta-category", "template_uuid", "template_version", "comment", "deleted"])
            Copy(one, name, writer);
        writer.WriteString("description"u8, MispAnswer.Text(one, "description") ?? MispTemplate.Description);
        writer.WriteString("distribution"u8, MispAnswer.Text(one, "distribution") ?? "5");
        writer.WriteString("sharing_group_id"u8, MispAnswer.Text(one, "sharing_group_id") ?? "0");
        writer.WriteStartArray("Attribute"u8);
        foreach (JsonElement attribute in MispAnswer.List(one, "Attribute"))
            WriteAttribute(attribute, writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteAttribute(JsonElement one, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (string name in (ReadOnlySpan<string>)["id", "event_id", "uuid", "timestamp", "object_relation", "type", "category", "comment", "deleted", "first_seen", "last_seen"])
            Copy(one, name, writer);
        if (MispAnswer.Text(one, "value") is { } value)
            writer.WriteString("value"u8, value);
        writer.WriteBoolean("to_ids"u8, IsSet(one, "to_ids"));
        writer.WriteBoolean("disable_correlation"u8, IsSet(one, "disable_correlation"));
        writer.WriteEndObject();
    }

    private static bool IsSet(JsonElement one, string name) => MispAnswer.Text(one, name) is "1" or "true";

    private static void Copy(JsonElement from, string name, Utf8JsonWriter writer)
    {
        if (!from.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return;
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }

    private static void WriteList(ReadOnlySpan<byte> name, IEnumerable<JsonElement> items, Action<JsonElement, Utf8JsonWriter> write, Utf8JsonWriter writer)
    {
        JsonElement[] all = [.. items.Where(static item => item.ValueKind == JsonValueKind.Object)];
        if (all.Length == 0)
            return;
        writer.WriteStartArray(name);
        foreach (JsonElement item in all)
            write(item, writer);
        writer.WriteEndArray();
    }
}

using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>An object whose members are fields by name: what no other row of the table holds.</summary>
/// <param name="description">What the row says of itself.</param>
/// <param name="prefix">What is cut off the fields' names, such as <c>extra.</c>; may be empty.</param>
/// <param name="takes">Which fields stand there.</param>
internal sealed class MembersRow(FormatRow description, string prefix, Func<Event, FieldKey, bool> takes) : JsonRow(description)
{
    /// <summary>The fields of the schema that are none of IntelMQ's own.</summary>
    public static bool IsOwn(Event message, FieldKey key) => !key.IsExtra && !Schema.Default.TryGetKey(key.NameUtf8, out _);

    public override bool Has(Event message)
    {
        foreach (FieldEntry field in message)
        {
            if (takes(message, field.Key))
                return true;
        }

        return false;
    }

    public override void Write(Event message, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (FieldEntry field in message)
        {
            if (!takes(message, field.Key))
                continue;
            json.WritePropertyName(field.Key.Name.AsSpan(prefix.Length));
            JsonForm.Same.Write(field.Value, json);
        }

        json.WriteEndObject();
    }

    public override void Read(JsonElement value, EventReading reading)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            reading.Complain(Path.Text, "is no object");
            return;
        }

        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (prefix + member.Name == "raw")
                reading.SetRaw(member.Value);
            else if (JsonForm.Same.TryRead(member.Value, reading.Text, out FieldValue read))
                reading.Set(prefix + member.Name, read, $"{Path.Text}.{member.Name}");
        }
    }
}

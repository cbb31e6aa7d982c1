using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Misp;

/// <summary>MISP's object <c>intelmq_event</c>, in which IntelMQ and this project store an event: each of its attributes is a field, by its name.</summary>
internal static class StoredEvent
{
    private const string Name = "intelmq_event";
    private const string Extra = "extra";

    /// <summary>Whether an object is one.</summary>
    public static bool Is(JsonElement container)
        => container.ValueKind == JsonValueKind.Object && container.TryGetProperty("name"u8, out JsonElement name) && name.ValueKind == JsonValueKind.String && name.ValueEquals(Name);

    /// <summary>
    /// Restores the fields. The report's own come first: its feed, its time of observation, what it was made of, and its place in MISP.
    /// </summary>
    public static void Restore(EventDraft draft, JsonElement container)
    {
        foreach (JsonElement attribute in MispEvent.List(container, "Attribute"u8))
        {
            if (MispEvent.IsDeleted(attribute) || Text(attribute, "object_relation") is not { } field || !attribute.TryGetProperty("value"u8, out JsonElement value))
                continue;
            if (field == Extra)
                RestoreExtra(draft, value);
            else if (field is not ("raw" or "time.observation") && !field.StartsWith("feed.", StringComparison.Ordinal) && !field.StartsWith("misp.", StringComparison.Ordinal))
                Restore(draft, field, value);
        }
    }

    private static void Restore(EventDraft draft, string field, JsonElement value)
    {
        if (draft.Event.Schema.TryGetKey(field, out FieldKey? key))
            draft.AddDetail(field, key.Definition?.Type == HarmonizationTypes.Boolean ? FlagOf(value) : JsonReport.ValueOf(value), field);
        else
            draft.Keep(field, JsonReport.ValueOf(value));
    }

    // MISP keeps booleans as 0 and 1.
    private static FieldValue FlagOf(JsonElement value) => JsonReport.TextOf(value) switch
    {
        "0" => FieldValue.Boolean(false),
        "1" => FieldValue.Boolean(true),
        _ => JsonReport.ValueOf(value),
    };

    private static void RestoreExtra(EventDraft draft, JsonElement value)
    {
        using JsonDocument? members = value.ValueKind == JsonValueKind.String ? JsonReport.Parse(Encoding.UTF8.GetBytes(JsonReport.TextOf(value))) : null;
        if (members?.RootElement.ValueKind == JsonValueKind.Object)
            draft.AddMember(Extra, members.RootElement);
        else
            draft.Keep(Extra, JsonReport.ValueOf(value));
    }

    private static string? Text(JsonElement attribute, string name)
        => attribute.ValueKind == JsonValueKind.Object && attribute.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

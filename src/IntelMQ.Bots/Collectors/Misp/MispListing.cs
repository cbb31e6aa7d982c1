using System.Text.Json;

namespace IntelMQ.Bots.Collectors;

/// <summary>An event as MISP lists it.</summary>
/// <param name="Uuid">Its UUID.</param>
/// <param name="Timestamp">When it was last changed, as MISP writes it.</param>
/// <param name="Tags">The names of its tags.</param>
/// <param name="Owner">The name of its organisation.</param>
/// <param name="OwnerUuid">The UUID of its organisation.</param>
internal sealed record MispListing(Guid Uuid, string Timestamp, IReadOnlyList<string> Tags, string? Owner, string? OwnerUuid)
{
    /// <summary>Reads one, with or without the member <c>Event</c> around it; <see langword="null"/> where it is none.</summary>
    public static MispListing? Of(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("Event", out JsonElement inner))
            item = inner;
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("uuid", out JsonElement uuid) || uuid.ValueKind != JsonValueKind.String || !Guid.TryParse(uuid.GetString(), out Guid id))
            return null;
        string timestamp = item.TryGetProperty("timestamp", out JsonElement time) ? time.ToString() : "";
        return Of(id, timestamp, item);
    }

    /// <summary>Reads what an event says of itself, in a list or in the manifest of a feed.</summary>
    public static MispListing Of(Guid uuid, string timestamp, JsonElement item)
    {
        JsonElement owner = item.TryGetProperty("Orgc", out JsonElement organisation) ? organisation : default;
        return new MispListing(uuid, timestamp, item.TryGetProperty("Tag", out JsonElement tags) ? NamesOf(tags) : [], TextOf(owner, "name"), TextOf(owner, "uuid"));
    }

    private static string? TextOf(JsonElement owner, string name)
        => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] NamesOf(JsonElement tags) => tags.ValueKind != JsonValueKind.Array
        ? []
        : [.. tags.EnumerateArray()
            .Where(static tag => tag.ValueKind == JsonValueKind.Object && tag.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String)
            .Select(static tag => tag.GetProperty("name").GetString()!)];
}

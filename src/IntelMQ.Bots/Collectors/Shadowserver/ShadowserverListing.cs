using System.Text.Json;

namespace IntelMQ.Bots.Collectors;

/// <summary>A report as Shadowserver lists it.</summary>
/// <param name="Id">Its id, of which its address is made.</param>
/// <param name="File">Its name, with the day.</param>
/// <param name="Type">Its type.</param>
internal sealed record ShadowserverListing(string Id, string File, string Type)
{
    /// <summary>The id as a name beside those of files.</summary>
    public string IdName => "id:" + Id;

    /// <summary>Reads one; <see langword="null"/> where it is none.</summary>
    public static ShadowserverListing? Of(JsonElement item)
        => Text(item, "id") is { Length: > 0 } id && Text(item, "file") is { Length: > 0 } file ? new ShadowserverListing(id, file, Text(item, "type") ?? "") : null;

    private static string? Text(JsonElement item, string name)
        => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

using System.Collections.Frozen;
using System.Text.Json;

namespace IntelMQ.Bots.Parsers.Misp;

/// <summary>Names of malware in MISP's galaxies, which stand with events and attributes as they are, or as tags <c>misp-galaxy:TYPE="NAME"</c>.</summary>
internal static class MispGalaxies
{
    private const string Prefix = "misp-galaxy:";

    private static readonly FrozenSet<string> OfMalware = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "android", "backdoor", "banker", "botnet", "cryptominers", "exploit-kit", "malpedia", "mitre-enterprise-attack-malware", "mitre-malware", "mitre-mobile-attack-malware", "ransomware", "rat", "stealer",
        "tool");

    /// <summary>The first name of malware; <see langword="null"/> where there is none.</summary>
    /// <param name="element">An event or attribute.</param>
    /// <param name="tags">The names of its tags.</param>
    public static string? MalwareOf(JsonElement element, IReadOnlyList<string> tags)
    {
        foreach (JsonElement galaxy in MispEvent.List(element, "Galaxy"u8))
        {
            if (Text(galaxy, "type") is not { } type || !OfMalware.Contains(type))
                continue;
            foreach (JsonElement cluster in MispEvent.List(galaxy, "GalaxyCluster"u8))
            {
                if (Text(cluster, "value") is { Length: > 0 } value)
                    return Plain(value);
            }
        }

        return tags.Select(OfTag).FirstOrDefault(static name => name is not null);
    }

    private static string? OfTag(string tag)
    {
        int quote = tag.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? tag.IndexOf("=\"", StringComparison.Ordinal) : -1;
        return quote > 0 && tag.EndsWith('"') && tag.Length > quote + 3 && OfMalware.Contains(tag[Prefix.Length..quote]) ? Plain(tag[(quote + 2)..^1]) : null;
    }

    // MITRE's names end in their number: Emotet - S0367.
    private static string Plain(string name)
    {
        int dash = name.LastIndexOf(" - S", StringComparison.Ordinal);
        return dash > 0 && name.Length > dash + 4 && name.AsSpan(dash + 4).IndexOfAnyExceptInRange('0', '9') < 0 ? name[..dash] : name;
    }

    private static string? Text(JsonElement parent, string name)
        => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

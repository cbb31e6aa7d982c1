using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace IntelMQ.Bots.Parsers.Misp;

/// <summary>What a type of MISP's attributes becomes.</summary>
/// <param name="First">The field of the value, or of what stands before the <c>|</c>.</param>
/// <param name="Second">The field of what stands behind the <c>|</c>; null where the value is one.</param>
internal sealed record MispType(string First, string? Second = null)
{
    public const string Vulnerabilities = "product.vulnerabilities";

    private static readonly FrozenDictionary<string, MispType> ByName = new Dictionary<string, MispType>(StringComparer.Ordinal)
    {
        ["AS"] = new("source.asn") { Prefix = "AS" },
        ["domain"] = new("source.fqdn"),
        ["domain|ip"] = new("source.fqdn", "source.ip"),
        ["email-dst"] = new("destination.account"),
        ["email-src"] = new("source.account"),
        ["filename|md5"] = new("extra.file_name", "malware.hash.md5"),
        ["filename|sha1"] = new("extra.file_name", "malware.hash.sha1"),
        ["filename|sha256"] = new("extra.file_name", "malware.hash.sha256"),
        ["hostname"] = new("source.fqdn"),
        ["hostname|port"] = new("source.fqdn", "source.port"),
        ["ip-dst"] = new("source.ip"),
        ["ip-dst|port"] = new("source.ip", "source.port"),
        ["ip-src"] = new("source.ip"),
        ["ip-src|port"] = new("source.ip", "source.port"),
        ["md5"] = new("malware.hash.md5"),
        ["sha1"] = new("malware.hash.sha1"),
        ["sha256"] = new("malware.hash.sha256"),
        ["sha512"] = new("extra.malware.hash.sha512"),
        ["url"] = new("source.url"),
        ["vulnerability"] = new(Vulnerabilities),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Those in which values are no indicators of what to look for.
    private static readonly FrozenSet<string> OtherCategories = FrozenSet.Create(
        StringComparer.Ordinal,
        "Internal reference", "Targeting data", "Antivirus detection", "Persistence mechanism", "Payload type", "Attribution", "External analysis",
        "Financial fraud", "Support Tool", "Social network", "Person", "Other");

    /// <summary>What is dropped in front of a value.</summary>
    public string? Prefix { get; init; }

    /// <summary>What an attribute becomes that has no field of its own.</summary>
    public static MispType OfOther(string name)
        => new($"extra.misp.{string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_'))}");

    /// <summary>Finds what an attribute becomes, by its type and category; a category that MISP does not have hides no attribute.</summary>
    public static bool TryFind(string name, string? category, [NotNullWhen(true)] out MispType? type)
    {
        // MISP files weaknesses under another category by default.
        bool fits = category is null || !OtherCategories.Contains(category) || (name == "vulnerability" && category == "External analysis");
        return ByName.TryGetValue(name, out type) && fits;
    }
}

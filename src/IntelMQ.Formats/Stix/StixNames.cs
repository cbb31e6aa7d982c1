using System.Collections.Frozen;
using IntelMQ.Harmonization;

namespace IntelMQ.Formats;

/// <summary>What STIX fixes: namespaces of ids, markings of the Traffic Light Protocol, words for kinds of indicators.</summary>
internal static class StixNames
{
    /// <summary>The extension in which observed data carries the fields that STIX has no member for.</summary>
    public const string Extension = "extension-definition--4e0d4c5f-3f0e-5b0a-9a6e-2d3f2f6c1b70";

    /// <summary>The extension by which markings say their label of TLP 2.0.</summary>
    public const string TlpExtension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

    /// <summary>When what never changes was made.</summary>
    public const string FixedTime = "2026-01-01T00:00:00.000Z";

    /// <summary>The namespace of ids of observables, from the specification.</summary>
    public static readonly Guid Observables = new("00abedb4-aa42-466c-9c01-fed23315a9b7");

    /// <summary>The namespace of ids of all other objects that are made of events.</summary>
    public static readonly Guid Objects = new("a2c9a8a4-5a0d-5c56-8f7e-6a1d7a7f5b11");

    /// <summary>The markings of TLP 2.0, by label as events hold it.</summary>
    public static readonly FrozenDictionary<string, string> Markings = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Tlp.Clear] = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
        [Tlp.Green] = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        [Tlp.Amber] = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        [Tlp.AmberStrict] = "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
        [Tlp.Red] = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Labels by the ids of markings, those of TLP 1 included.</summary>
    public static readonly FrozenDictionary<string, string> Labels = Markings.Select(static pair => KeyValuePair.Create(pair.Value, pair.Key)).Concat(
    [
        KeyValuePair.Create("marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp.White),
        KeyValuePair.Create("marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", Tlp.Green),
        KeyValuePair.Create("marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", Tlp.Amber),
        KeyValuePair.Create("marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp.Red),
    ]).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The protocols of transport; other names among a traffic's protocols are applications.</summary>
    public static readonly FrozenSet<string> Transports = FrozenSet.ToFrozenSet(["tcp", "udp", "icmp", "ipv6-icmp", "sctp", "dccp", "gre", "esp", "igmp", "udplite"], StringComparer.Ordinal);

    /// <summary>The protocols of networks, which events do not tell apart.</summary>
    public static readonly FrozenSet<string> Networks = FrozenSet.ToFrozenSet(["ip", "ipv4", "ipv6"], StringComparer.Ordinal);

    /// <summary>The word for an indicator; <see langword="null"/> where the source is a victim, and no indicator is made.</summary>
    public static string? IndicatorTypeOf(string classification) => classification switch
    {
        ClassificationType.Proxy or ClassificationType.Tor => "anonymization",
        ClassificationType.C2Server or ClassificationType.MalwareDistribution or ClassificationType.MalwareConfiguration or ClassificationType.Phishing
            or ClassificationType.Blacklist or ClassificationType.DgaDomain or ClassificationType.Malware or ClassificationType.Scanner
            or ClassificationType.BruteForce or ClassificationType.Exploit or ClassificationType.IdsAlert or ClassificationType.Spam => "malicious-activity",
        _ => null,
    };

    /// <summary>How events are classified of an indicator's word.</summary>
    public static string ClassificationOf(string? indicatorType) => indicatorType switch
    {
        "anonymization" => ClassificationType.Proxy,
        "malicious-activity" => ClassificationType.Blacklist,
        "compromised" => ClassificationType.SystemCompromise,
        _ => ClassificationType.Undetermined,
    };
}

using System.Collections.Frozen;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Misp;

/// <summary>What tags say of an event.</summary>
internal static class MispTags
{
    private const string Rsit = "rsit:";
    private const string Tlp = "tlp:";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ecsirt:abusive-content=\"spam\""] = ClassificationType.Spam,
        ["ecsirt:availability=\"ddos\""] = ClassificationType.Ddos,
        ["ecsirt:fraud=\"phishing\""] = ClassificationType.Phishing,
        ["ecsirt:information-content-security=\"dropzone\""] = ClassificationType.Other,
        ["ecsirt:information-gathering=\"scanner\""] = ClassificationType.Scanner,
        ["ecsirt:intrusion-attempts=\"brute-force\""] = ClassificationType.BruteForce,
        ["ecsirt:intrusion-attempts=\"exploit\""] = ClassificationType.Exploit,
        ["ecsirt:intrusion-attempts=\"ids-alert\""] = ClassificationType.IdsAlert,
        ["ecsirt:intrusions=\"backdoor\""] = ClassificationType.SystemCompromise,
        ["ecsirt:intrusions=\"compromised\""] = ClassificationType.SystemCompromise,
        ["ecsirt:intrusions=\"defacement\""] = ClassificationType.UnauthorisedInformationModification,
        ["ecsirt:malicious-code=\"botnet-drone\""] = ClassificationType.InfectedSystem,
        ["ecsirt:malicious-code=\"c2server\""] = ClassificationType.C2Server,
        ["ecsirt:malicious-code=\"malware\""] = ClassificationType.InfectedSystem,
        ["ecsirt:malicious-code=\"malware-configuration\""] = ClassificationType.MalwareConfiguration,
        ["ecsirt:malicious-code=\"ransomware\""] = ClassificationType.InfectedSystem,
        ["ecsirt:other=\"blacklist\""] = ClassificationType.Blacklist,
        ["ecsirt:other=\"unknown\""] = ClassificationType.Undetermined,
        ["ecsirt:test=\"test\""] = ClassificationType.Test,
        ["ecsirt:vulnerable=\"vulnerable-service\""] = ClassificationType.VulnerableSystem,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a tag stands in IntelMQ's own table.</summary>
    public static bool HasKnown(IReadOnlyList<string> tags) => tags.Any(Types.ContainsKey);

    /// <summary>
    /// Classifies an event by the first tag that says a type; the plain tag <c>dropzone</c> in front of it gives the identifier. Of several
    /// lists the first that says a type counts.
    /// </summary>
    public static void Classify(EventDraft draft, params ReadOnlySpan<IReadOnlyList<string>> lists)
    {
        string? identifier = null;
        foreach (IReadOnlyList<string> tags in lists)
        {
            string? type = null;
            foreach (string tag in tags)
            {
                type = TypeOf(tag);
                if (type is not null)
                    break;
                if (tag == "dropzone")
                    identifier = tag;
            }

            if (type is null)
                continue;
            draft.Add(Fields.Classification.Type, type);
            break;
        }

        if (identifier is not null)
            draft.Add(Fields.Classification.Identifier, identifier);
    }

    /// <summary>The label of the first TLP tag, as it stands.</summary>
    public static string? TlpOf(IReadOnlyList<string> tags)
        => tags.FirstOrDefault(static tag => tag.StartsWith(Tlp, StringComparison.OrdinalIgnoreCase) && tag.Length > Tlp.Length)?[Tlp.Length..];

    // The values of rsit's tags are the names of types: rsit:malicious-code="c2-server".
    private static string? TypeOf(string tag)
    {
        if (Types.TryGetValue(tag, out string? type))
            return type;
        int quote = tag.StartsWith(Rsit, StringComparison.Ordinal) ? tag.IndexOf("=\"", StringComparison.Ordinal) : -1;
        if (quote < 0 || !tag.EndsWith('"') || tag.Length < quote + 3)
            return null;
        string value = tag[(quote + 2)..^1];
        return ClassificationType.All.Contains(value, StringComparer.Ordinal) ? value : null;
    }
}

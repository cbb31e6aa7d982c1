using System.Collections.Frozen;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>What XARF calls a kind of incident.</summary>
/// <param name="Category">Its category.</param>
/// <param name="Type">Its type within the category.</param>
internal sealed record XarfKind(string Category, string Type)
{
    private static readonly XarfKind Intelligence = new("reputation", "threat_intelligence");
    private static readonly XarfKind Server = new("infrastructure", "compromised_server");

    private static readonly FrozenDictionary<string, XarfKind> ByType = new Dictionary<string, XarfKind>(StringComparer.Ordinal)
    {
        [ClassificationType.ApplicationCompromise] = Server,
        [ClassificationType.PrivilegedAccountCompromise] = Server,
        [ClassificationType.SystemCompromise] = Server,
        [ClassificationType.UnauthorisedInformationModification] = Server,
        [ClassificationType.InfectedSystem] = new("infrastructure", "botnet"),
        [ClassificationType.Blacklist] = new("reputation", "blocklist"),
        [ClassificationType.BruteForce] = new("connection", "login_attack"),
        [ClassificationType.Scanner] = new("connection", "port_scan"),
        [ClassificationType.Ddos] = new("connection", "ddos"),
        [ClassificationType.Dos] = new("connection", "ddos"),
        [ClassificationType.Phishing] = new("content", "phishing"),
        [ClassificationType.Misconfiguration] = new("vulnerability", "misconfiguration"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Classifications = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["connection/infected_host"] = ClassificationType.InfectedSystem,
        ["connection/reconnaissance"] = ClassificationType.Scanner,
        ["connection/vulnerability_scan"] = ClassificationType.Scanner,
        ["connection/sql_injection"] = ClassificationType.Exploit,
        ["content/malware"] = ClassificationType.MalwareDistribution,
        ["content/fraud"] = ClassificationType.Masquerade,
        ["content/brand_infringement"] = ClassificationType.Masquerade,
        ["content/exposed_data"] = ClassificationType.DataLeak,
        ["content/remote_compromise"] = ClassificationType.SystemCompromise,
        ["messaging/spam"] = ClassificationType.Spam,
        ["messaging/bulk_messaging"] = ClassificationType.Spam,
        ["vulnerability/cve"] = ClassificationType.VulnerableSystem,
        ["vulnerability/open_service"] = ClassificationType.PotentiallyUnwantedAccessible,
        ["infrastructure/compromised_server"] = ClassificationType.SystemCompromise,
        ["connection/ddos"] = ClassificationType.Ddos,
        ["reputation/threat_intelligence"] = ClassificationType.Other,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The kind of an event: one whose required members the event has.</summary>
    public static XarfKind Of(Event message)
    {
        string type = message[Fields.Classification.Type] ?? ClassificationType.Undetermined;
        if (!ByType.TryGetValue(type, out XarfKind? kind))
            return ClassificationTaxonomy.Of(type) == ClassificationTaxonomy.Vulnerable ? new XarfKind("vulnerability", "open_service") : Intelligence;
        bool holds = kind.Category switch
        {
            "connection" => message[Fields.Protocol.Transport] is "tcp" or "udp" or "icmp" or "sctp" && message.Contains(Fields.Source.Ip) && message.Contains(Fields.Source.Port),
            "content" => message.Contains(Fields.Source.Url),
            _ => true,
        };
        return holds ? kind : Intelligence;
    }

    /// <summary>How a report of another program is classified.</summary>
    public static string ClassificationOf(string? category, string? type)
    {
        string name = $"{category}/{type}";
        if (Classifications.TryGetValue(name, out string? classification))
            return classification;
        foreach ((string known, XarfKind kind) in ByType)
        {
            if (kind.Category == category && kind.Type == type)
                return known;
        }

        return category switch { "copyright" => ClassificationType.Copyright, "vulnerability" => ClassificationType.VulnerableSystem, _ => ClassificationType.Undetermined };
    }
}

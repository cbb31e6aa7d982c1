using System.Collections.Frozen;
using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Parsers.N6;

/// <summary>What a category of n6 is in IntelMQ's words.</summary>
/// <param name="Taxonomy">The class of incidents.</param>
/// <param name="Type">The type of incident.</param>
/// <param name="Identifier">What exactly was seen.</param>
internal sealed record N6Category(string Taxonomy, string Type, string Identifier)
{
    /// <summary>All categories, by n6's names. IntelMQ gives fraud a type that there is not, so that such events never pass.</summary>
    public static FrozenDictionary<string, N6Category> ByName { get; } = new Dictionary<string, N6Category>(StringComparer.Ordinal)
    {
        ["amplifier"] = new(ClassificationTaxonomy.Vulnerable, ClassificationType.VulnerableSystem, "amplifier"),
        ["bots"] = new(ClassificationTaxonomy.MaliciousCode, ClassificationType.InfectedSystem, "malware-generic"),
        ["backdoor"] = new(ClassificationTaxonomy.Intrusions, ClassificationType.SystemCompromise, "hacked server"),
        ["cnc"] = new(ClassificationTaxonomy.MaliciousCode, ClassificationType.C2Server, "c&c server"),
        ["deface"] = new(ClassificationTaxonomy.InformationContentSecurity, ClassificationType.UnauthorisedInformationModification, "deface"),
        ["dns-query"] = new(ClassificationTaxonomy.Other, ClassificationType.Other, "dns-query"),
        ["dos-attacker"] = new(ClassificationTaxonomy.Availability, ClassificationType.Ddos, "dos-attacker"),
        ["dos-victim"] = new(ClassificationTaxonomy.Availability, ClassificationType.Ddos, "dos-victim"),
        ["exposed"] = new(ClassificationTaxonomy.Vulnerable, ClassificationType.PotentiallyUnwantedAccessible, "exposed"),
        ["flow"] = new(ClassificationTaxonomy.Other, ClassificationType.Other, "flow"),
        ["flow-anomaly"] = new(ClassificationTaxonomy.Other, ClassificationType.Other, "flow-anomaly"),
        ["fraud"] = new(ClassificationTaxonomy.Fraud, ClassificationType.Masquerade, "fraud"),
        ["leak"] = new(ClassificationTaxonomy.InformationContentSecurity, ClassificationType.DataLeak, "leak"),
        ["malurl"] = new(ClassificationTaxonomy.MaliciousCode, ClassificationType.Exploit, "malurl"),
        ["malware-action"] = new(ClassificationTaxonomy.MaliciousCode, ClassificationType.MalwareConfiguration, "malware-configuration"),
        ["phish"] = new(ClassificationTaxonomy.Fraud, ClassificationType.Phishing, "phishing"),
        ["proxy"] = new(ClassificationTaxonomy.Other, ClassificationType.Proxy, "openproxy"),
        ["sandbox-url"] = new(ClassificationTaxonomy.MaliciousCode, ClassificationType.InfectedSystem, "sandboxurl"),
        ["scam"] = new(ClassificationTaxonomy.Fraud, ClassificationType.Masquerade, "scam"),
        ["scanning"] = new(ClassificationTaxonomy.InformationGathering, ClassificationType.Scanner, "scanning"),
        ["server-exploit"] = new(ClassificationTaxonomy.MaliciousCode, ClassificationType.Exploit, "server-exploit"),
        ["spam"] = new(ClassificationTaxonomy.AbusiveContent, ClassificationType.Spam, "spam"),
        ["spam-url"] = new(ClassificationTaxonomy.AbusiveContent, ClassificationType.Spam, "spam-url"),
        ["tor"] = new(ClassificationTaxonomy.Other, ClassificationType.Tor, "tor exit node"),
        ["webinject"] = new(ClassificationTaxonomy.MaliciousCode, ClassificationType.MalwareDistribution, "malware"),
        ["vulnerable"] = new(ClassificationTaxonomy.Vulnerable, ClassificationType.Other, "vulnerable"),
        ["other"] = new(ClassificationTaxonomy.Other, ClassificationType.Other, "other"),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

using System.Collections.Frozen;

namespace IntelMQ.Bots.Experts;

/// <summary>How IDEA names what IntelMQ classifies.</summary>
internal static class IdeaNames
{
    /// <summary>The category of events of a type.</summary>
    public static FrozenDictionary<string, string> Categories { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["application-compromise"] = "Intrusion.AppCompromise",
        ["blacklist"] = "Other",
        ["brute-force"] = "Attempt.Login",
        ["burglary"] = "Intrusion",
        ["c2-server"] = "Intrusion.Botnet",
        ["copyright"] = "Fraud.Copyright",
        ["data-leak"] = "Information",
        ["data-loss"] = "Information",
        ["ddos"] = "Availability.DDoS",
        ["ddos-amplifier"] = "Intrusion.Botnet",
        ["dga-domain"] = "Anomaly.Behaviour",
        ["dos"] = "Availability.DoS",
        ["exploit"] = "Attempt.Exploit",
        ["harmful-speech"] = "Abusive.Harassment",
        ["ids-alert"] = "Attempt.Exploit",
        ["infected-system"] = "Malware",
        ["information-disclosure"] = "Information.UnauthorizedAccess",
        ["malware"] = "Malware",
        ["malware-configuration"] = "Malware",
        ["malware-distribution"] = "Malware",
        ["masquerade"] = "Fraud.Scam",
        ["misconfiguration"] = "Availability.Outage",
        ["other"] = "Other",
        ["outage"] = "Availability.Outage",
        ["phishing"] = "Fraud.Phishing",
        ["potentially-unwanted-accessible"] = "Vulnerable.Open",
        ["privileged-account-compromise"] = "Intrusion.AdminCompromise",
        ["proxy"] = "Vulnerable.Config",
        ["sabotage"] = "Availability.Sabotage",
        ["scanner"] = "Recon.Scanning",
        ["sniffing"] = "Recon.Sniffing",
        ["social-engineering"] = "Recon.SocialEngineering",
        ["spam"] = "Abusive.Spam",
        ["system-compromise"] = "Intrusion.AdminCompromise",
        ["test"] = "Test",
        ["tor"] = "Other",
        ["unauthorised-information-access"] = "Information.UnauthorizedAccess",
        ["unauthorised-information-modification"] = "Information.UnauthorizedModification",
        ["unauthorized-use-of-resources"] = "Fraud.UnauthorizedUsage",
        ["undetermined"] = "Other",
        ["unprivileged-account-compromise"] = "Intrusion.UserCompromise",
        ["violence"] = "Abusive.Violence",
        ["vulnerable-system"] = "Vulnerable.Config",
        ["weak-crypto"] = "Vulnerable.Config",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What the source of events of a type is.</summary>
    public static FrozenDictionary<string, string> SourceTypes { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["c2-server"] = "CC",
        ["dga-domain"] = "DGA",
        ["malware-configuration"] = "MalwareConf",
        ["malware-distribution"] = "Malware",
        ["phishing"] = "Phishing",
        ["proxy"] = "Proxy",
        ["tor"] = "Tor",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

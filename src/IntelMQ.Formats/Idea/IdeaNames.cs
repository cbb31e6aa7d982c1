using System.Collections.Frozen;

namespace IntelMQ.Formats;

/// <summary>How IDEA names what IntelMQ classifies.</summary>
internal static class IdeaNames
{
    /// <summary>The member, none of IDEA's own, with the fields that IDEA has no member for.</summary>
    public const string Rest = "_IntelMQ";

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

    /// <summary>How events of other programs are classified by their category; those below one go with it.</summary>
    public static FrozenDictionary<string, string> Types { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Abusive.Spam"] = "spam",
        ["Abusive.Harassment"] = "harmful-speech",
        ["Abusive.Violence"] = "violence",
        ["Anomaly"] = "other",
        ["Attempt"] = "ids-alert",
        ["Attempt.Exploit"] = "exploit",
        ["Attempt.Login"] = "brute-force",
        ["Availability"] = "outage",
        ["Availability.DDoS"] = "ddos",
        ["Availability.DoS"] = "dos",
        ["Availability.Sabotage"] = "sabotage",
        ["Fraud.Copyright"] = "copyright",
        ["Fraud.Phishing"] = "phishing",
        ["Fraud.Scam"] = "masquerade",
        ["Fraud.UnauthorizedUsage"] = "unauthorized-use-of-resources",
        ["Information"] = "data-leak",
        ["Information.UnauthorizedAccess"] = "unauthorised-information-access",
        ["Information.UnauthorizedModification"] = "unauthorised-information-modification",
        ["Intrusion"] = "system-compromise",
        ["Intrusion.AdminCompromise"] = "privileged-account-compromise",
        ["Intrusion.AppCompromise"] = "application-compromise",
        ["Intrusion.Botnet"] = "infected-system",
        ["Intrusion.UserCompromise"] = "unprivileged-account-compromise",
        ["Malware"] = "infected-system",
        ["Recon.Scanning"] = "scanner",
        ["Recon.Sniffing"] = "sniffing",
        ["Recon.SocialEngineering"] = "social-engineering",
        ["Test"] = "test",
        ["Vulnerable"] = "vulnerable-system",
        ["Vulnerable.Open"] = "potentially-unwanted-accessible",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

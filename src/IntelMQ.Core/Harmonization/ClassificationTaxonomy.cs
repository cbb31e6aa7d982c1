namespace IntelMQ.Harmonization;

/// <summary>The values of the field <c>classification.taxonomy</c>, and which taxonomy a classification type belongs to.</summary>
public static class ClassificationTaxonomy
{
    /// <summary>Spam, hate, violence.</summary>
    public const string AbusiveContent = "abusive-content";

    /// <summary>Services that are, or are made, unavailable.</summary>
    public const string Availability = "availability";

    /// <summary>Deceit for gain.</summary>
    public const string Fraud = "fraud";

    /// <summary>Data read, changed or lost against the rules.</summary>
    public const string InformationContentSecurity = "information-content-security";

    /// <summary>Scans, sniffing and the like.</summary>
    public const string InformationGathering = "information-gathering";

    /// <summary>Attacks of which it is not known that they succeeded.</summary>
    public const string IntrusionAttempts = "intrusion-attempts";

    /// <summary>Attacks that succeeded.</summary>
    public const string Intrusions = "intrusions";

    /// <summary>Malware and what belongs to it.</summary>
    public const string MaliciousCode = "malicious-code";

    /// <summary>Systems that can be attacked or abused.</summary>
    public const string Vulnerable = "vulnerable";

    /// <summary>Tests.</summary>
    public const string Test = "test";

    /// <summary>Everything else.</summary>
    public const string Other = "other";

    private static readonly (string Taxonomy, string[] Types)[] Table =
    [
        (AbusiveContent, [ClassificationType.HarmfulSpeech, ClassificationType.Spam, ClassificationType.Violence]),
        (Availability,
        [
            ClassificationType.Ddos,
            ClassificationType.Dos,
            ClassificationType.Misconfiguration,
            ClassificationType.Outage,
            ClassificationType.Sabotage,
        ]),
        (Fraud,
        [
            ClassificationType.Copyright,
            ClassificationType.Masquerade,
            ClassificationType.Phishing,
            ClassificationType.UnauthorizedUseOfResources,
        ]),
        (InformationContentSecurity,
        [
            ClassificationType.DataLeak,
            ClassificationType.DataLoss,
            ClassificationType.UnauthorisedInformationAccess,
            ClassificationType.UnauthorisedInformationModification,
        ]),
        (InformationGathering,
        [
            ClassificationType.Scanner,
            ClassificationType.Sniffing,
            ClassificationType.SocialEngineering,
        ]),
        (IntrusionAttempts, [ClassificationType.BruteForce, ClassificationType.Exploit, ClassificationType.IdsAlert]),
        (Intrusions,
        [
            ClassificationType.ApplicationCompromise,
            ClassificationType.Burglary,
            ClassificationType.PrivilegedAccountCompromise,
            ClassificationType.SystemCompromise,
            ClassificationType.UnprivilegedAccountCompromise,
        ]),
        (MaliciousCode,
        [
            ClassificationType.C2Server,
            ClassificationType.InfectedSystem,
            ClassificationType.MalwareConfiguration,
            ClassificationType.MalwareDistribution,
        ]),
        (Vulnerable,
        [
            ClassificationType.DdosAmplifier,
            ClassificationType.InformationDisclosure,
            ClassificationType.PotentiallyUnwantedAccessible,
            ClassificationType.VulnerableSystem,
            ClassificationType.WeakCrypto,
        ]),
        (Test, [ClassificationType.Test]),
        (Other,
        [
            ClassificationType.Blacklist,
            ClassificationType.DgaDomain,
            ClassificationType.Malware,
            ClassificationType.Other,
            ClassificationType.Proxy,
            ClassificationType.Tor,
            ClassificationType.Undetermined,
        ]),
    ];

    private static readonly Utf8Names ByType = new(Table.SelectMany(static row => row.Types.Select(type => (type, row.Taxonomy))));

    private static readonly Dictionary<string, string> ByTypeName =
        Table.SelectMany(static row => row.Types.Select(type => (type, row.Taxonomy))).ToDictionary(StringComparer.Ordinal);

    /// <summary>All taxonomies.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Table.Select(static row => row.Taxonomy)];

    /// <summary>The taxonomy of a classification type; <see cref="Other"/> where the type is not one of <see cref="ClassificationType"/>.</summary>
    public static string Of(string type) => ByTypeName.GetValueOrDefault(type, Other);

    /// <summary>The taxonomy of a classification type, both in UTF-8; <see cref="Other"/> where the type is unknown. Does not allocate.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> type) => ByType.TryGet(type, out ReadOnlySpan<byte> taxonomy) ? taxonomy : "other"u8;
}

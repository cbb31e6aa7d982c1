namespace IntelMQ.Harmonization;

/// <summary>The values of the field <c>classification.type</c>, as IntelMQ 3.3 knows them.</summary>
public static class ClassificationType
{
    /// <summary>An application was broken into.</summary>
    public const string ApplicationCompromise = "application-compromise";

    /// <summary>Listed on a blocklist, for a reason not known.</summary>
    public const string Blacklist = "blacklist";

    /// <summary>Trying out passwords.</summary>
    public const string BruteForce = "brute-force";

    /// <summary>Physical intrusion.</summary>
    public const string Burglary = "burglary";

    /// <summary>A server that controls infected systems.</summary>
    public const string C2Server = "c2-server";

    /// <summary>Breach of copyright.</summary>
    public const string Copyright = "copyright";

    /// <summary>Confidential data that became known.</summary>
    public const string DataLeak = "data-leak";

    /// <summary>Data that is gone.</summary>
    public const string DataLoss = "data-loss";

    /// <summary>Distributed denial of service.</summary>
    public const string Ddos = "ddos";

    /// <summary>A service that can be abused to amplify attacks.</summary>
    public const string DdosAmplifier = "ddos-amplifier";

    /// <summary>A domain made by a generation algorithm of malware.</summary>
    public const string DgaDomain = "dga-domain";

    /// <summary>Denial of service.</summary>
    public const string Dos = "dos";

    /// <summary>An attempt to use a known weakness.</summary>
    public const string Exploit = "exploit";

    /// <summary>Discreditation or discrimination of somebody.</summary>
    public const string HarmfulSpeech = "harmful-speech";

    /// <summary>A detection system saw an attack.</summary>
    public const string IdsAlert = "ids-alert";

    /// <summary>A system that runs malware.</summary>
    public const string InfectedSystem = "infected-system";

    /// <summary>A service that gives away information it should not.</summary>
    public const string InformationDisclosure = "information-disclosure";

    /// <summary>Malware itself, such as a sample.</summary>
    public const string Malware = "malware";

    /// <summary>A resource that updates malware or tells it what to do.</summary>
    public const string MalwareConfiguration = "malware-configuration";

    /// <summary>A place that malware is loaded from.</summary>
    public const string MalwareDistribution = "malware-distribution";

    /// <summary>Posing as somebody else.</summary>
    public const string Masquerade = "masquerade";

    /// <summary>A wrong setting that makes a service unavailable.</summary>
    public const string Misconfiguration = "misconfiguration";

    /// <summary>Fits nowhere else.</summary>
    public const string Other = "other";

    /// <summary>A failure without an attacker.</summary>
    public const string Outage = "outage";

    /// <summary>Luring somebody into giving away secrets.</summary>
    public const string Phishing = "phishing";

    /// <summary>A service that probably should not be reachable from the internet.</summary>
    public const string PotentiallyUnwantedAccessible = "potentially-unwanted-accessible";

    /// <summary>An administrator's account was taken over.</summary>
    public const string PrivilegedAccountCompromise = "privileged-account-compromise";

    /// <summary>An open proxy.</summary>
    public const string Proxy = "proxy";

    /// <summary>Physical or technical destruction.</summary>
    public const string Sabotage = "sabotage";

    /// <summary>Probing of systems for weaknesses.</summary>
    public const string Scanner = "scanner";

    /// <summary>Recording of network traffic.</summary>
    public const string Sniffing = "sniffing";

    /// <summary>Gaining information from people by deceit.</summary>
    public const string SocialEngineering = "social-engineering";

    /// <summary>Unsolicited bulk mail, or the means of sending it.</summary>
    public const string Spam = "spam";

    /// <summary>A system was taken over.</summary>
    public const string SystemCompromise = "system-compromise";

    /// <summary>Not an incident, but a test.</summary>
    public const string Test = "test";

    /// <summary>A node of the Tor network.</summary>
    public const string Tor = "tor";

    /// <summary>Reading what one may not.</summary>
    public const string UnauthorisedInformationAccess = "unauthorised-information-access";

    /// <summary>Changing what one may not, defacement included.</summary>
    public const string UnauthorisedInformationModification = "unauthorised-information-modification";

    /// <summary>Use of resources for purposes they were not given for.</summary>
    public const string UnauthorizedUseOfResources = "unauthorized-use-of-resources";

    /// <summary>Not yet determined.</summary>
    public const string Undetermined = "undetermined";

    /// <summary>A user's account was taken over.</summary>
    public const string UnprivilegedAccountCompromise = "unprivileged-account-compromise";

    /// <summary>Depiction or glorification of violence, child abuse included.</summary>
    public const string Violence = "violence";

    /// <summary>A system with a known weakness.</summary>
    public const string VulnerableSystem = "vulnerable-system";

    /// <summary>A service with weak cryptography.</summary>
    public const string WeakCrypto = "weak-crypto";

    /// <summary>All types, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ApplicationCompromise, Blacklist, BruteForce, Burglary, C2Server, Copyright, DataLeak, DataLoss, Ddos, DdosAmplifier,
        DgaDomain, Dos, Exploit, HarmfulSpeech, IdsAlert, InfectedSystem, InformationDisclosure, Malware,
        MalwareConfiguration, MalwareDistribution, Masquerade, Misconfiguration, Other, Outage, Phishing,
        PotentiallyUnwantedAccessible, PrivilegedAccountCompromise, Proxy, Sabotage, Scanner, Sniffing, SocialEngineering,
        Spam, SystemCompromise, Test, Tor, UnauthorisedInformationAccess, UnauthorisedInformationModification,
        UnauthorizedUseOfResources, Undetermined, UnprivilegedAccountCompromise, Violence, VulnerableSystem, WeakCrypto,
    ];
}

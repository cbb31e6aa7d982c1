using System.Collections.Frozen;
using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Parsers.Spamhaus;

/// <summary>What one of Spamhaus' detections means.</summary>
/// <param name="Type">The classification's type.</param>
/// <param name="Identifier">The classification's identifier.</param>
/// <param name="Application">The protocol, where the detection says which.</param>
/// <param name="Text">What the device did, where there is more to say than the identifier does.</param>
internal sealed record SpamhausBot(string Type, string Identifier, string? Application, string? Text)
{
    private static readonly SpamhausBot IotScan = new(
        ClassificationType.Scanner, "scanner-generic", null, "The possibly infected IoT device scanned for other vulnerable IoT devices.");

    /// <summary>The detections that are no name of a malware, by name in lower case.</summary>
    public static FrozenDictionary<string, SpamhausBot> ByName { get; } = new Dictionary<string, SpamhausBot>(StringComparer.Ordinal)
    {
        ["authspoofbadehlo"] = new(ClassificationType.BruteForce, "authentication-spoof", "smtp", "The device spoofed SMTP authentication with a bad EHLO."),
        ["automatedtest"] = new(ClassificationType.BruteForce, "lookup-captcha", null, "The device automatically brute-forced the Spamhaus CBL lookup."),
        ["extortion"] = new(ClassificationType.Spam, "extortion", null, "This device sent extortion mails."),
        ["imap"] = Login("imap", "imap"),
        ["iotcmd"] = new(ClassificationType.SystemCompromise, "iot", null, "The infected iot device logged in to a honeypot and issued malicious commands."),
        ["iotlogin"] = new(ClassificationType.SystemCompromise, "iot", null, "The infected iot device logged in to a honeypot."),
        ["iotmicrosoftds"] = Scan("microsoftds"),
        ["iotmirai"] = new(ClassificationType.InfectedSystem, "mirai", null, null),
        ["iotrdp"] = Scan("rdp"),
        ["iotscan"] = IotScan,
        ["ioturl"] = new(ClassificationType.C2Server, "malware-generic", null, null),
        ["iotuser"] = IotScan,
        ["l_spamlink"] = new(ClassificationType.Spam, "spamlink", null, "The URL appeared in a spam email sent by extra.spam_ip."),
        ["misc"] = new(ClassificationType.Spam, "spam", null, "This device is sending spam as part of a botnet. See abuseat.org for more details."),
        ["openrelay"] = new(ClassificationType.VulnerableSystem, "openrelay", "smtp", null),
        ["pop"] = Login("pop", "pop"),
        ["proxyget"] = new(ClassificationType.Other, "proxyget", null, "The malicious client used a honeypot as proxy."),
        ["rdp"] = Scan("rdp"),
        ["smb"] = Scan("smb"),
        ["smtpauth"] = Login("smtp", "smtp"),
        ["sshauth"] = Login("ssh", "ssh"),
        ["telnetauth"] = Login("telnet", "telnet"),
        ["w_wplogin"] = new(ClassificationType.Scanner, "wordpress-login", "http", "scanning for wordpress login pages"),
        ["wpscanner"] = new(ClassificationType.Scanner, "wordpress-vulnerabilities", "http", "scanning for wordpress vulnerabilities"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a detection means; null for a name of malware.</summary>
    public static SpamhausBot? Find(FieldValue name) => ByName.GetValueOrDefault(name.ToString().ToLowerInvariant());

    /// <summary>A part of what the detections mean, by their names, for people.</summary>
    public static IReadOnlyDictionary<string, string> TableOf(Func<SpamhausBot, string?> part)
        => new SortedDictionary<string, string>(ByName.Where(bot => part(bot.Value) is not null).ToDictionary(static bot => bot.Key, bot => part(bot.Value)!, StringComparer.Ordinal), StringComparer.Ordinal);

    private static SpamhausBot Login(string identifier, string application) => new(ClassificationType.BruteForce, identifier, application, null);

    private static SpamhausBot Scan(string service) => new(ClassificationType.Scanner, service, service, null);
}

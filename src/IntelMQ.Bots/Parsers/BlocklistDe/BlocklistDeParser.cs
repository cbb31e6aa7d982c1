using System.Collections.Frozen;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.BlocklistDe;

/// <summary>
/// Parses blocklist.de's lists of addresses. The file's name at the end of <c>feed.url</c> says what the addresses did; those of an unknown
/// list are blacklisted.
/// </summary>
[Bot("intelmq.bots.parsers.blocklistde.parser", BotKind.Parser, Summary = "Parses blocklist.de's lists of attacking addresses.")]
public sealed partial class BlocklistDeParser(PlainParserOptions options, BotServices services) : LineParser(options, services)
{
    private static readonly FieldMap Blacklist = List(ClassificationType.Blacklist);

    private static readonly FrozenDictionary<string, FieldMap> Lists = new Dictionary<string, FieldMap>
    {
        ["all.txt"] = Blacklist,
        ["apache.txt"] = List(ClassificationType.IdsAlert, "http", "IP reported as having run attacks on the service Apache, Apache-DDoS, RFI-Attacks"),
        ["bots.txt"] = List(ClassificationType.Spam, null, "IP reported as having spammed on IRC, open forums, wikis or registration forms."),
        ["bruteforcelogin.txt"] = List(ClassificationType.BruteForce, null, "IP reported as having run attacks on Joomlas, Wordpress and other Web-Logins with Brute-Force Logins"),
        ["ftp.txt"] = List(ClassificationType.IdsAlert, "ftp", "IP reported as having run attacks on the service FTP"),
        ["imap.txt"] = List(ClassificationType.IdsAlert, "imap", "IP reported as having run attacks on the service IMAP, SASL, POP3"),
        ["ircbot.txt"] = List(ClassificationType.InfectedSystem, "irc"),
        ["mail.txt"] = List(ClassificationType.IdsAlert, "smtp", "IP reported as having run attacks on the service Mail, Postfix"),
        ["sip.txt"] = List(ClassificationType.IdsAlert, "sip", "IP reported as having run attacks on the service SIP, VOIP, Asterisk"),
        ["ssh.txt"] = List(ClassificationType.IdsAlert, "ssh", "IP reported as having run attacks on the service SSH"),
        ["strongips.txt"] = List(ClassificationType.Blacklist, null, "IP reported as having run attacks in last 2 months"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FieldMap Unknown =
    [
        Column(0, Fields.Classification.Type).With(static (_, _) => Harmonized.Invalid("cannot be told, since the report has no feed.url"), "refused"),
    ];

    /// <inheritdoc/>
    public override FieldMap Map => Blacklist;

    /// <inheritdoc/>
    protected override FieldMap MapFor(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Contains(Fields.Feed.Url) ? Lists.GetValueOrDefault(FeedUrl.FileName(report), Blacklist) : Unknown;
    }

    private static FieldMap List(string type, string? protocol = null, string? description = null) =>
    [
        Constant(Fields.Classification.Type, type),
        .. protocol is null ? [] : (MapRule[])[Constant(Fields.Protocol.Application, protocol)],
        .. description is null ? [] : (MapRule[])[Constant(Fields.EventDescription.Text, description)],
        Column(0, Fields.Source.Ip),
    ];
}

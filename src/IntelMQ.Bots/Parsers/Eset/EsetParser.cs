using System.Collections.Frozen;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Eset;

/// <summary>
/// Parses ESET's Threat Intelligence feeds: JSON arrays of objects. Which feed it is stands in the report's <c>extra.eset_feed</c>, put
/// there by the collector.
/// </summary>
[Bot("intelmq.bots.parsers.eset.parser", BotKind.Parser)]
public sealed partial class EsetParser(PlainParserOptions options, BotServices services) : JsonParser(options, services)
{
    private const string FeedField = "extra.eset_feed";
    private const string UrlFeed = "ei.urls (json)";
    private const string DomainFeed = "ei.domains v2 (json)";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Host actively distributes high-severity threat in the form of executable code."] = ClassificationType.MalwareDistribution,
        ["Host is known to be distributing low-risk and potentially unwanted content."] = ClassificationType.MalwareDistribution,
        ["Host is known source of phishing or other fraudulent content."] = ClassificationType.Phishing,
        ["Host is known to be actively distributing adware or other medium-risk software."] = ClassificationType.Other,
        ["Host is known source of active fraudulent content."] = ClassificationType.Other,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] Dropped =
        ["confidence", "count", "domain_last_seen", "downloaded_detection", "first_seen", "last_seen", "location", "opener_detection", "state", "valid_from", "valid_to"];

    private static readonly FieldMap Common =
    [
        Column("reason", Fields.EventDescription.Text).Optional(),
        Column("reason", Fields.Classification.Type).With(TypeOf, "by the reason's text").Optional(),
        Constant(Fields.Classification.Type, ClassificationType.Other),
        Column("domain", Fields.Source.Fqdn).Optional(),
        Column("ip", Fields.Source.Ip).With(Address, "unless it ends with \"_NXDOMAIN\""),
        RefuseWhere(Cell("domain").IsMissing().And(Cell("ip").IsMissing()).And(Cell("url").IsMissing()), "has neither a name, nor an address, nor a URL"),
    ];

    // Each element fails, as in IntelMQ.
    private static readonly FieldMap Unknown = UnknownMembers.KeptBeside(
    [
        .. Common,
        Rules.Column("reason", FeedField).With(static (_, _) => Harmonized.Invalid($"does not name a feed that is known ({UrlFeed}, {DomainFeed})"), "of a feed that is known"),
    ], Dropped);

    private static readonly FieldMap Domains = UnknownMembers.KeptBeside([.. Common, Column("last_seen", Fields.Time.Source), Rules.Constant(FeedField, DomainFeed)], Dropped);

    private static readonly FieldMap Urls = UnknownMembers.KeptBeside(
    [
        .. Common,
        Column("domain_last_seen", Fields.Time.Source),
        Column("url", Fields.Source.Url),
        Rules.Constant(FeedField, UrlFeed),
    ], Dropped);

    /// <inheritdoc/>
    public override FieldMap Map => Urls;

    /// <inheritdoc/>
    protected override FieldMap MapFor(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return (report[FeedField].TryGetString(out string? feed) ? feed : null) switch
        {
            UrlFeed => Urls,
            DomainFeed => Domains,
            _ => Unknown,
        };
    }

    private static Harmonized TypeOf(FieldValue value, Utf8Buffer buffer)
    {
        if (!value.TryGetString(out string? reason))
            return Harmonized.Invalid("is not a text");
        int start = buffer.Length;
        bool isServer = reason.StartsWith("Host is used as command and control server", StringComparison.Ordinal);
        buffer.Append(Types.GetValueOrDefault(reason, isServer ? ClassificationType.C2Server : ClassificationType.Other).AsSpan());
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static Harmonized Address(FieldValue value, Utf8Buffer buffer)
    {
        if (value.Kind != FieldValueKind.Text)
            return Harmonized.Invalid("is not a text");
        return value.Utf8.EndsWith("_NXDOMAIN"u8) ? Harmonized.None : Harmonized.Slice(FieldValueKind.Text, 0, value.Utf8.Length);
    }
}

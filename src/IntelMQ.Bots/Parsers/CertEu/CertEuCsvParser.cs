using System.Collections.Frozen;
using System.Globalization;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.CertEu;

/// <summary>
/// Parses CERT-EU's tables. The confidence of a row lowers the accuracy that the report says its feed has. Columns that are new, and values in
/// those that were always empty, are kept below <c>extra.</c>
/// </summary>
[Bot("intelmq.bots.parsers.cert_eu.parser_csv", BotKind.Parser)]
public sealed partial class CertEuCsvParser : CsvParser
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["backdoor"] = ClassificationType.SystemCompromise,
        ["blacklist"] = ClassificationType.Blacklist,
        ["botnet drone"] = ClassificationType.InfectedSystem,
        ["brute-force"] = ClassificationType.BruteForce,
        ["c2server"] = ClassificationType.C2Server,
        ["compromised server"] = ClassificationType.SystemCompromise,
        ["ddos infrastructure"] = ClassificationType.Ddos,
        ["ddos target"] = ClassificationType.Ddos,
        ["defacement"] = ClassificationType.UnauthorisedInformationModification,
        ["exploit url"] = ClassificationType.Exploit,
        ["ids alert"] = ClassificationType.IdsAlert,
        ["malware-configuration"] = ClassificationType.MalwareConfiguration,
        ["malware url"] = ClassificationType.MalwareDistribution,
        ["phishing"] = ClassificationType.Phishing,
        ["ransomware"] = ClassificationType.InfectedSystem,
        ["scanner"] = ClassificationType.Scanner,
        ["spam infrastructure"] = ClassificationType.Spam,
        ["test"] = ClassificationType.Test,
        ["vulnerable service"] = ClassificationType.VulnerableSystem,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What other columns say, too.
    private static readonly string[] Dropped = ["city", "source location", "reported asn", "source port", "source", "scanner", "country", "as name"];

    private double _feedAccuracy = 100;

    /// <summary>Creates the parser.</summary>
    public CertEuCsvParser(PlainParserOptions options, BotServices services)
        : base(options, services)
        => Map =
        [
            .. Common,
            Needed(Column("confidence level", Fields.Feed.Accuracy).With(Scale, "percent of the accuracy that the report says its feed has").Optional()),
            Extra("confidence level").With(UnlessPercentage, "where it is no percentage"),
            .. Dropped.Select(static column => Extra(column).With(static (_, _) => Harmonized.None, "dropped")),
            Rest(),
        ];

    /// <inheritdoc/>
    public override FieldMap Map { get; }

    private static FieldMap Common { get; } =
    [
        Extra("version").Unless("1.5"),
        Needed(Extra("feed code", "datasource")),
        Needed(Column("source ip", Fields.Source.Ip)),
        .. Detail("source bgp prefix", Fields.Source.Network),
        Needed(Extra("observation time", "cert_eu_time_observation").With(TimeFormat.Fuzzy).Optional()),
        .. Details.Tlp("tlp").Select(Needed),
        Needed(Column("description", Fields.EventDescription.Text)),
        Needed(Column("target", Fields.EventDescription.Target)),
        Needed(Column("type", Fields.Classification.Type).Translate(Types, ClassificationType.Other)),
        Column("type", Fields.Classification.Identifier).With(
            static (value, _) => value.Utf8.SequenceEqual("dropzone"u8) ? Harmonized.Slice(FieldValueKind.Text, 0, value.Utf8.Length) : Harmonized.None,
            "of drop zones"),
        Needed(Extra("count").With(Details.Count, "a whole number, where it is one")),
        Needed(Column("source time", Fields.Time.Source)),
        .. Detail("source country", Fields.Source.Geolocation.Country),
        .. Detail("source city", Fields.Source.Geolocation.City),
        .. Detail("source latitude", Fields.Source.Geolocation.Latitude),
        .. Detail("source longitude", Fields.Source.Geolocation.Longitude),
        .. Detail("source cc", Fields.Source.GeoipCc),
        Needed(Rules.Column("source geohash", "extra.source.geolocation.geohash")),
        .. Detail("protocol", Fields.Protocol.Application),
        .. Detail("destination port", Fields.Destination.Port),
        Needed(Extra("first seen", "first_seen")),
        Needed(Extra("last seen", "last_seen")),
        Needed(Extra("expiration date", "expiration_date")),
        .. Detail("status", Fields.Status),
        Needed(Column("url", Fields.Source.Url)),
        .. Detail("abuse contact", Fields.Source.AbuseContact),
        .. Detail("source asn", Fields.Source.Asn),
        .. Detail("source as name", Fields.Source.AsName),
        Needed(Column("domain name", Fields.Source.Fqdn)),
        Needed(Extra("threat type")),
        Needed(Extra("ns1")),
        Needed(Extra("ns2")),
        Needed(Extra("response")),
        Needed(Extra("recent")),
        Extra("type").Where(Cell("type").IsNot([.. Types.Keys, "dropzone", ""])),
    ];

    /// <inheritdoc/>
    protected override CsvFormat Format { get; } = new() { HasHeader = true, CommentPrefix = '#', RawEnd = RawRowEnd.Trimmed };

    /// <inheritdoc/>
    protected override FieldMap MapFor(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        _feedAccuracy = report[Fields.Feed.Accuracy] ?? 100;
        return Map;
    }

    private Harmonized Scale(FieldValue value, Utf8Buffer buffer)
    {
        if (!int.TryParse(value.Utf8, NumberStyles.Integer, CultureInfo.InvariantCulture, out int percent))
            return Harmonized.Invalid("cannot be told: the confidence level is no whole number");
        int start = buffer.Length;
        buffer.Append((_feedAccuracy * percent / 100).ToString("R", CultureInfo.InvariantCulture).AsSpan());
        return Harmonized.Written(FieldValueKind.Number, buffer, start);
    }

    private static Harmonized UnlessPercentage(FieldValue value, Utf8Buffer buffer)
        => int.TryParse(value.Utf8, NumberStyles.Integer, CultureInfo.InvariantCulture, out int percent) && percent is >= 0 and <= 100 ? Harmonized.None : Harmonized.Slice(value.Kind, 0, value.Utf8.Length);

    private static IEnumerable<MapRule> Detail(string column, Field field) => Details.Column(column, field).Select(Needed);

    private static MapRule Needed(MapRule rule) => rule is ColumnRule column ? column with { IsColumnRequired = true } : rule;
}

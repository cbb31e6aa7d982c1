using System.Collections.Frozen;
using System.Globalization;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.CertEu;

/// <summary>
/// Parses CERT-EU's tables. The confidence of a row lowers the accuracy that the report says its feed has. Rows of another version than 1.5,
/// and rows with values in columns that are always empty, are failures.
/// </summary>
public sealed class CertEuCsvParser : CsvParser
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

    private double _feedAccuracy = 100;

    /// <summary>Creates the parser.</summary>
    public CertEuCsvParser(PlainParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    public CertEuCsvParser(PlainParserOptions options, BotServices services)
        : base(options, services)
        => Map =
        [
            .. Common,
            Needed(Column("confidence level", Fields.Feed.Accuracy).With(Scale, "percent of the accuracy that the report says its feed has").Required()),
        ];

    /// <inheritdoc/>
    public override FieldMap Map { get; }

    private static FieldMap Common { get; } =
    [
        RefuseWhere(Cell("version").IsNot("1.5", ""), "is not 1.5"),
        Needed(Extra("feed code", "datasource")),
        Needed(Column("source ip", Fields.Source.Ip)),
        Needed(Column("source bgp prefix", Fields.Source.Network)),
        Needed(Extra("observation time", "cert_eu_time_observation").With(TimeFormat.Fuzzy).Optional()),
        Needed(Column("tlp", Fields.Tlp)),
        Needed(Column("description", Fields.EventDescription.Text)),
        Needed(Column("target", Fields.EventDescription.Target)),
        Needed(Column("type", Fields.Classification.Type).Translate(Types, ClassificationType.Other)),
        Column("type", Fields.Classification.Identifier).With(
            static (value, _) => value.Utf8.SequenceEqual("dropzone"u8) ? Harmonized.Slice(FieldValueKind.Text, 0, value.Utf8.Length) : Harmonized.None,
            "of drop zones"),
        Needed(Extra("count").With(static (value, buffer) => HarmonizationTypes.Integer.Convert(value, buffer), "a whole number").Unless("")),
        Needed(Column("source time", Fields.Time.Source)),
        Needed(Column("source country", Fields.Source.Geolocation.Country)),
        Needed(Column("source city", Fields.Source.Geolocation.City)),
        Needed(Column("source latitude", Fields.Source.Geolocation.Latitude)),
        Needed(Column("source longitude", Fields.Source.Geolocation.Longitude)),
        Needed(Column("source cc", Fields.Source.GeoipCc)),
        Needed(Rules.Column("source geohash", "extra.source.geolocation.geohash")),
        Needed(Column("protocol", Fields.Protocol.Application)),
        Needed(Column("destination port", Fields.Destination.Port)),
        Needed(Extra("first seen", "first_seen")),
        Needed(Extra("last seen", "last_seen")),
        Needed(Extra("expiration date", "expiration_date")),
        Needed(Column("status", Fields.Status)),
        Needed(Column("url", Fields.Source.Url)),
        Needed(Column("abuse contact", Fields.Source.AbuseContact)),
        Needed(Column("source asn", Fields.Source.Asn)),
        Needed(Column("source as name", Fields.Source.AsName)),
        Needed(Column("domain name", Fields.Source.Fqdn)),
        Empty("threat type"),
        Empty("ns1"),
        Empty("ns2"),
        Empty("response"),
        Empty("recent"),
    ];

    /// <inheritdoc/>
    protected override CsvFormat Format { get; } = new() { HasHeader = true, CommentPrefix = '#', RawEnd = RawRowEnd.Trimmed };

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.cert_eu.parser_csv",
        "Parses CERT-EU's tables.",
        static (options, services) => new CertEuCsvParser(options, services));

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

    private static FieldRule Empty(string column) => Needed(Extra(column).With(
        static (value, _) => value.Utf8.IsEmpty ? Harmonized.None : Harmonized.Invalid("has a value, but its meaning is not known"),
        "must be empty"));

    private static FieldRule Needed(FieldRule rule) => rule with { IsColumnRequired = true };
}

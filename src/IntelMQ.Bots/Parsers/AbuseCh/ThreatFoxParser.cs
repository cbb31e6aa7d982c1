using System.Collections.Frozen;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.AbuseCh;

/// <summary>
/// Parses the exports of ThreatFox: indicators of compromise, as a table or as JSON, and the answers of its API. The report's first character says which. An indicator
/// of a type that has no field is kept below <c>extra.</c>
/// </summary>
[Bot("intelmq.bots.parsers.abusech.parser_threatfox", BotKind.Parser, Summary = "Parses the exports of abuse.ch's ThreatFox, as tables or JSON.")]
public sealed partial class ThreatFoxParser(PlainParserOptions options, BotServices services) : AbuseChExportParser(options, services)
{
    private const string AddressAndPort = "ip:port";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["botnet_cc"] = ClassificationType.C2Server,
        ["cc_skimming"] = ClassificationType.Other,
        ["payload"] = ClassificationType.Malware,
        ["payload_delivery"] = ClassificationType.MalwareDistribution,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        RefuseWhere(Cell("ioc_value").IsNothing().And(Cell("ioc").IsNothing()).Or(Cell("ioc_type").IsNothing()), "has no indicator, or none with a type"),
        Column("threat_type", Fields.Classification.Type).Translate(Types, ClassificationType.Undetermined),
        Constant(Fields.Classification.Type, ClassificationType.Undetermined),
        .. Details.Column("threat_type", Fields.Classification.Identifier),
        Column("first_seen_utc", Fields.Time.Source),
        Column("first_seen", Fields.Time.Source),
        .. Indicator("ioc_value"),
        .. Indicator("ioc"),
        Column("malware_printable", Fields.Malware.Name).Unless("Unknown malware", "None").Optional(),
        Extra("fk_malware", "malware.malpedia").Unless("None"),
        Extra("malware", "malware.malpedia").Unless("None"),
        Extra("malware_alias", "malware.aliases").With(AbuseChExport.List, "as a list"),
        Column("ioc_id", Fields.EventDescription.Url).With(Link, "the indicator's page").Optional(),
        Column("id", Fields.EventDescription.Url).With(Link, "the indicator's page").Optional(),
        Extra("ioc_id", "threatfox_id"),
        Extra("id", "threatfox_id"),
        Extra("ioc_type"),
        Extra("last_seen_utc", "last_seen").Unless("None"),
        Extra("last_seen").Unless("None"),
        Extra("confidence_level").With(Number, "as a number"),
        Extra("reference").Unless("None"),
        Extra("tags").With(AbuseChExport.List, "as a list"),
        Extra("reporter"),
    ];

    private protected override string HeaderColumn => "ioc_value";

    private protected override string Header
        => "first_seen_utc,ioc_id,ioc_value,ioc_type,threat_type,fk_malware,malware_alias,malware_printable,last_seen_utc,confidence_level,is_compromised,reference,tags,anonymous,reporter";

    private protected override string IdColumn => "ioc_id";

    private protected override IReadOnlyList<string> DroppedMembers =>
        ["anonymous", "is_compromised", "threat_type_desc", "ioc_type_desc", "malware_malpedia", "malware_samples"];

    // Exports and answers of the API have other names for it.
    private static FieldMap Indicator(string column) =>
    [
        Column(column, Fields.Source.Ip).With(Address, "the address").Where(Cell("ioc_type").Is(AddressAndPort)),
        Column(column, Fields.Source.Port).With(Port, "the port").Where(Cell("ioc_type").Is(AddressAndPort)),
        Column(column, Fields.Source.Fqdn).Where(Cell("ioc_type").Is("domain")),
        Column(column, Fields.Source.Url).Where(Cell("ioc_type").Is("url")),
        Column(column, Fields.Malware.Hash.Md5).Where(Cell("ioc_type").Is("md5_hash")),
        Column(column, Fields.Malware.Hash.Sha1).Where(Cell("ioc_type").Is("sha1_hash")),
        Column(column, Fields.Malware.Hash.Sha256).Where(Cell("ioc_type").Is("sha256_hash")),
        Extra(column, "ioc").Where(Cell("ioc_type").IsNot(AddressAndPort, "domain", "url", "md5_hash", "sha1_hash", "sha256_hash")),
    ];

    private static Harmonized Address(FieldValue value, Utf8Buffer buffer)
    {
        int colon = value.Utf8.LastIndexOf((byte)':');
        ReadOnlySpan<byte> address = colon < 0 ? value.Utf8 : value.Utf8[..colon];
        return address is [(byte)'[', .., (byte)']'] ? Harmonized.Slice(FieldValueKind.Text, 1, address.Length - 2) : Harmonized.Slice(FieldValueKind.Text, 0, address.Length);
    }

    private static Harmonized Port(FieldValue value, Utf8Buffer buffer)
    {
        int colon = value.Utf8.LastIndexOf((byte)':');
        return colon < 0 ? Harmonized.None : Harmonized.Slice(FieldValueKind.Text, colon + 1, value.Utf8.Length - colon - 1);
    }

    private static Harmonized Link(FieldValue value, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        buffer.Append("https://threatfox.abuse.ch/ioc/"u8);
        buffer.Append(value.Utf8);
        buffer.Append((byte)'/');
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static Harmonized Number(FieldValue value, Utf8Buffer buffer)
        => HarmonizationTypes.Integer.Convert(value, buffer) is { IsValid: true } number ? number : Harmonized.None;
}

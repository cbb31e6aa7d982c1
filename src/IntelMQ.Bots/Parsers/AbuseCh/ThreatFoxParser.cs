using System.Collections.Frozen;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.AbuseCh;

/// <summary>
/// Parses the exports of ThreatFox: indicators of compromise, as a table or as JSON. The report's first character says which. An indicator
/// of a type that has no field is kept below <c>extra.</c>
/// </summary>
public sealed class ThreatFoxParser : EventParser
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["botnet_cc"] = ClassificationType.C2Server,
        ["cc_skimming"] = ClassificationType.Other,
        ["payload"] = ClassificationType.Malware,
        ["payload_delivery"] = ClassificationType.MalwareDistribution,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FieldMap IndicatorMap =
    [
        Rules.Column("threat_type", Fields.Classification.Type).Translate(Types, ClassificationType.Undetermined),
        Rules.Constant(Fields.Classification.Type, ClassificationType.Undetermined),
        Rules.Column("threat_type", Fields.Classification.Identifier),
        Rules.Column("first_seen_utc", Fields.Time.Source),
        Rules.Column("ioc_value", Fields.Source.Ip).With(Address, "of addresses with a port, the address"),
        Rules.Column("ioc_value", Fields.Source.Port).With(Port, "of addresses with a port, the port"),
        Of("domain", Fields.Source.Fqdn),
        Of("url", Fields.Source.Url),
        Of("md5_hash", Fields.Malware.Hash.Md5),
        Of("sha1_hash", Fields.Malware.Hash.Sha1),
        Of("sha256_hash", Fields.Malware.Hash.Sha256),
        Rules.Column("malware_printable", Fields.Malware.Name).Unless("Unknown malware", "None").Optional(),
        Rules.Extra("fk_malware", "malware.malpedia").Unless("None"),
        Rules.Extra("malware", "malware.malpedia").Unless("None"),
        Rules.Extra("malware_alias", "malware.aliases").With(AbuseChExport.List, "as a list"),
        Rules.Column("ioc_id", Fields.EventDescription.Url).With(Link, "the indicator's page").Optional(),
        Rules.Extra("ioc_id", "threatfox_id"),
        Rules.Extra("ioc_type"),
        Rules.Extra("ioc_value", "ioc").With(Other, "of types that have no field"),
        Rules.Extra("last_seen_utc", "last_seen").Unless("None"),
        Rules.Extra("confidence_level").With(Number, "as a number"),
        Rules.Extra("reference").Unless("None"),
        Rules.Extra("tags").With(AbuseChExport.List, "as a list"),
        Rules.Extra("reporter"),
    ];

    private readonly Table _table;
    private readonly Objects _objects;

    /// <summary>Creates the parser.</summary>
    public ThreatFoxParser(PlainParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    public ThreatFoxParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
        _table = new Table(options, services);
        _objects = new Objects(options, services);
    }

    internal static BotDescriptor Descriptor { get; } = PlainParser.Describe(
        "intelmq.bots.parsers.abusech.parser_threatfox",
        "Parses the exports of abuse.ch's ThreatFox, as tables or JSON.",
        static (options, services) => new ThreatFoxParser(options, services));

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
        => (AbuseChExport.IsJson(TextOf(report).Span) ? (Parser)_objects : _table).Read(report);

    private static FieldRule Of(string type, Field field)
    {
        byte[] wanted = System.Text.Encoding.UTF8.GetBytes(type);
        return Rules.Column("ioc_value", field).With(
            (value, row, _) => row["ioc_type"].Utf8.SequenceEqual(wanted) ? Harmonized.Slice(value.Kind, 0, value.Utf8.Length) : Harmonized.None,
            $"of the type {type}");
    }

    private static Harmonized Address(FieldValue value, Row row, Utf8Buffer buffer)
    {
        if (!row["ioc_type"].Utf8.SequenceEqual("ip:port"u8))
            return Harmonized.None;
        int colon = value.Utf8.LastIndexOf((byte)':');
        ReadOnlySpan<byte> address = colon < 0 ? value.Utf8 : value.Utf8[..colon];
        return address is [(byte)'[', .., (byte)']'] ? Harmonized.Slice(FieldValueKind.Text, 1, address.Length - 2) : Harmonized.Slice(FieldValueKind.Text, 0, address.Length);
    }

    private static Harmonized Port(FieldValue value, Row row, Utf8Buffer buffer)
    {
        int colon = row["ioc_type"].Utf8.SequenceEqual("ip:port"u8) ? value.Utf8.LastIndexOf((byte)':') : -1;
        return colon < 0 ? Harmonized.None : Harmonized.Slice(FieldValueKind.Text, colon + 1, value.Utf8.Length - colon - 1);
    }

    private static Harmonized Other(FieldValue value, Row row, Utf8Buffer buffer)
        => row["ioc_type"].ToString() is "ip:port" or "domain" or "url" or "md5_hash" or "sha1_hash" or "sha256_hash"
            ? Harmonized.None
            : Harmonized.Slice(value.Kind, 0, value.Utf8.Length);

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

    private sealed class Table(PlainParserOptions options, BotServices services) : CsvParser(options, services)
    {
        public override FieldMap Map => IndicatorMap;

        public override bool HasHook => true;

        protected override CsvFormat Format { get; } = CsvFormat.WithHeader with { CommentPrefix = '#' };

        protected override (ReadOnlyMemory<byte> Table, byte[] RawPrefix) Prepare(ReadOnlyMemory<byte> text, Report report)
            => (AbuseChExport.Table(
                text,
                "ioc_value"u8,
                "first_seen_utc,ioc_id,ioc_value,ioc_type,threat_type,fk_malware,malware_alias,malware_printable,last_seen_utc,confidence_level,is_compromised,reference,tags,anonymous,reporter"u8), []);

        protected override RowVerdict Complete(RowEvent row) => HasIndicator(row.Row);
    }

    private sealed class Objects(PlainParserOptions options, BotServices services) : JsonParser(options, services)
    {
        public override FieldMap Map => IndicatorMap;

        public override bool HasHook => true;

        protected override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report) => AbuseChExport.Elements(text, "ioc_id"u8);

        protected override RowVerdict Complete(RowEvent row) => HasIndicator(row.Row);
    }

    private static RowVerdict HasIndicator(Row row)
        => row["ioc_value"].IsIgnored || row["ioc_type"].IsIgnored ? RowVerdict.Fail(null, "has no indicator, or none with a type") : RowVerdict.Keep;
}

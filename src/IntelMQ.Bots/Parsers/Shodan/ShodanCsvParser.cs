using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Shodan;

/// <summary>The parameters of <see cref="ShodanCsvParser"/>.</summary>
public sealed partial class ShodanCsvParserOptions : ParserOptions
{
    /// <summary><c>classification_type</c>: the type of all events. The parameter is this project's own.</summary>
    public string ClassificationType { get; set; } = Harmonization.ClassificationType.Other;

    /// <summary><c>classification_identifier</c>: the identifier of all events. The parameter is this project's own.</summary>
    public string ClassificationIdentifier { get; set; } = "shodan-scan";

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        ShodanParserOptions.ValidateType(ClassificationType, complaints);
    }
}

/// <summary>
/// Parses tables that Shodan's command line tool makes of banners. Columns are found by their names, which are those of the banners'
/// members, and go where <see cref="ShodanParser"/> puts these. Lists stand in one cell, with commas between their parts. Of <c>data</c>
/// and <c>html</c> the first 4096 bytes are kept. A row without a time has that of the report's observation.
/// </summary>
[Bot("intelmq.bots.parsers.shodan.parser_csv", BotKind.Parser)]
public sealed partial class ShodanCsvParser : CsvParser
{
    private const int MaxData = 4096;

    private readonly NotedValue _observed = new("the time of the report's observation");

    /// <summary>Creates the parser.</summary>
    public ShodanCsvParser(ShodanCsvParserOptions options, BotServices services)
        : base(options, services)
    {
        Map =
        [
            Constant(Fields.Classification.Type, options.ClassificationType),
            Constant(Fields.Classification.Identifier, options.ClassificationIdentifier),
            .. ShodanTable.NamesOf(services.Schema) == HarmonizationTypes.FQDN ? Columns : Columns33,
            _observed.For(Fields.Time.Source),
        ];
    }

    /// <inheritdoc/>
    public override FieldMap Map { get; }

    private static FieldMap Columns { get; } = ColumnsWith(HarmonizationTypes.FQDN);

    private static FieldMap Columns33 { get; } = ColumnsWith(HarmonizationTypes.IntelMQ33.FQDN);

    private static FieldMap ColumnsWith(HarmonizationType names) =>
    [
        .. ShodanTable.Columns.SelectMany(row => ShodanTable.RulesOf(row.Path, row.Field, (path, rule) => Convert(path, rule, names))),
        Column("ip", Fields.Source.Ip).With(ShodanConverters.Address, "an address as a number"),
        Column("ipv6", Fields.Source.Ip),
        Extra("location.country_name", "country_name"),
        Extra("ssl.alpn").With(List, "as a list"),
        Extra("ssl.versions").With(List, "as a list"),
        Extra("ssl.cert.fingerprint.sha1"),
        Extra("ssl.cert.fingerprint.sha256"),
        Extra("html", "http.html.data").With(Cut, "the first 4096 bytes"),
        Extra("title", "http.html.title"),
        NeedOneOf(Fields.Source.Ip).Because("is missing: ip_str, ip and ipv6 are empty"),
    ];

    /// <inheritdoc/>
    protected override FieldMap MapFor(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        _observed.Set(report[Fields.Time.Observation.Name].Utf8);
        return Map;
    }

    private static ColumnRule Convert(string path, ColumnRule rule, HarmonizationType names) => path switch
    {
        "data" or "http.html" => rule.With(Cut, "the first 4096 bytes"),
        "hostnames" or "domains" => rule.With(FirstName(ShodanConverters.FirstName(names)), "the first valid name"),
        "tags" or "vulns" or "cpe" or "http.components" or "mac" => rule.With(List, "as a list"),
        _ => rule,
    };

    private static FieldConverter FirstName(FieldConverter one) => (value, buffer) =>
    {
        foreach (Range part in value.Utf8.SplitAny(","u8))
        {
            (int start, int length) = part.GetOffsetAndLength(value.Utf8.Length);
            if (one(FieldValue.Text(value.Utf8.Slice(start, length)), buffer) is { IsValid: true, Kind: FieldValueKind.Text })
                return Harmonized.Slice(FieldValueKind.Text, start, length);
        }

        return Harmonized.None;
    };

    private static Harmonized List(FieldValue value, Utf8Buffer buffer)
    {
        if (value.IsIgnored)
            return Harmonized.None;
        int start = buffer.Length;
        buffer.Append((byte)'[');
        foreach (Range part in value.Utf8.SplitAny(","u8))
        {
            ShodanConverters.Separate(buffer, start + 1);
            PythonJson.WriteString(Utf8Text.Trim(value.Utf8[part]), buffer, ascii: false);
        }

        buffer.Append((byte)']');
        return Harmonized.Written(FieldValueKind.Json, buffer, start);
    }

    private static Harmonized Cut(FieldValue value, Utf8Buffer buffer)
    {
        int length = Math.Min(value.Utf8.Length, MaxData);

        // Not within a character.
        while (length < value.Utf8.Length && length > 0 && (value.Utf8[length] & 0xC0) == 0x80)
            length--;
        return Harmonized.Slice(value.Kind, 0, length);
    }
}

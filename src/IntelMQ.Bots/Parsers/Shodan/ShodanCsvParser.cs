using System.Globalization;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Shodan;

/// <summary>
/// Parses tables that Shodan's command line tool makes of banners. Columns are found by their names, which are those of the banners'
/// members, and go where <see cref="ShodanParser"/> puts these. Lists stand in one cell, with commas between their parts. Of <c>data</c>
/// and <c>html</c> the first 4096 bytes are kept.
/// </summary>
public sealed class ShodanCsvParser : CsvParser
{
    private const int MaxData = 4096;

    /// <summary>Creates the parser.</summary>
    public ShodanCsvParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public ShodanCsvParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, ClassificationType.Other),
        Constant(Fields.Classification.Identifier, "shodan-scan"),
        .. ShodanTable.Columns.Select(static row => Convert(row.Path, Rules.Column(row.Path, row.Field))),
        Column("ip", Fields.Source.Ip).With(Address, "an address as a number"),
        Column("ipv6", Fields.Source.Ip),
        Extra("location.country_name", "country_name"),
        Extra("ssl.alpn").With(List, "as a list"),
        Extra("ssl.versions").With(List, "as a list"),
        Extra("ssl.cert.fingerprint.sha1"),
        Extra("ssl.cert.fingerprint.sha256"),
        Extra("html", "http.html.data").With(Cut, "the first 4096 bytes"),
        Extra("title", "http.html.title"),
    ];

    /// <inheritdoc/>
    public override bool HasHook => true;

    internal static BotDescriptor Descriptor { get; } = PlainParser.Describe(
        "intelmq.bots.parsers.shodan.parser_csv",
        "Parses tables that Shodan's command line tool makes of banners.",
        static (options, services) => new ShodanCsvParser(options, services));

    /// <inheritdoc/>
    protected override RowVerdict Complete(RowEvent row)
        => row.Get(Fields.Source.Ip).IsMissing ? RowVerdict.Fail(Fields.Source.Ip.Name, "is missing: ip_str, ip and ipv6 are empty") : RowVerdict.Keep;

    private static FieldRule Convert(string path, FieldRule rule) => path switch
    {
        "data" or "http.html" => rule.With(Cut, "the first 4096 bytes"),
        "hostnames" or "domains" => rule.With(FirstName, "the first valid name"),
        "tags" or "vulns" or "cpe" or "http.components" or "mac" => rule.With(List, "as a list"),
        "location.latitude" or "location.longitude" or "location.city" or "location.country_code" => rule.Optional(),
        _ => rule,
    };

    private static Harmonized Address(FieldValue value, Utf8Buffer buffer)
    {
        if (value.IsIgnored)
            return Harmonized.None;
        if (!uint.TryParse(value.Utf8, NumberStyles.None, CultureInfo.InvariantCulture, out uint bits))
            return Harmonized.Invalid("is not an address as a number");
        int start = buffer.Length;
        IpAddressValue.FromIPv4(bits).Format(buffer);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static Harmonized FirstName(FieldValue value, Utf8Buffer buffer)
    {
        foreach (Range part in value.Utf8.SplitAny(","u8))
        {
            (int start, int length) = part.GetOffsetAndLength(value.Utf8.Length);
            if (ShodanConverters.FirstName(FieldValue.Text(value.Utf8.Slice(start, length)), buffer) is { IsValid: true, Kind: FieldValueKind.Text })
                return Harmonized.Slice(FieldValueKind.Text, start, length);
        }

        return Harmonized.None;
    }

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

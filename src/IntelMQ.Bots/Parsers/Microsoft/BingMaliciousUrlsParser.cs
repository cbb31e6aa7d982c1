using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Microsoft;

/// <summary>
/// Parses Microsoft's feed of malicious URLs that Bing has found: a JSON array of objects in version 1.5 of the Interflow format. A member
/// that the format does not know fails its element.
/// </summary>
public sealed class BingMaliciousUrlsParser : JsonParser
{
    /// <summary>Creates the parser.</summary>
    public BingMaliciousUrlsParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public BingMaliciousUrlsParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        RefuseWhere(Cell("Version").That(static value => !value.TryGetDouble(out double version) || version != 1.5, "is not 1.5"), "is not 1.5"),
        RefuseWhere(Cell("LastReportedDateTime").DiffersFrom(Cell("FirstReportedDateTime")), "has two times of report that differ"),
        RefuseWhere(Cell("Tags").That(static value => value.Kind is not (FieldValueKind.Missing or FieldValueKind.Json or FieldValueKind.Text), "is no list"), "is not a list"),
        Constant(Fields.Classification.Type, ClassificationType.Blacklist),
        Extra("Attributable"),
        Column("Description", Fields.EventDescription.Text),
        Column("IndicatorThreatType", Fields.Classification.Identifier).With(ThreatType, "MaliciousUrl, nothing else").Required(),
        Column("TLPLevel", Fields.Tlp),
        Column("FirstReportedDateTime", Fields.Time.Source),
        Column("NetworkDestinationAsn", Fields.Source.Asn).Unless("0"),
        Column("NetworkDestinationIPv4", Fields.Source.Ip).Unless("0.0.0.0", "255.255.255.255"),
        Column("NetworkDestinationPort", Fields.Source.Port),
        Column("Tags", Fields.Source.Geolocation.Cc).With(Country, "a lone tag, unless \"??\""),
        Extra("Tags", "tags").With(Tags, "unless there is but one"),
        Extra("IsProductLicensed"),
        Extra("IsPartnerShareable"),
        Column("Url", Fields.Source.Url),
        Extra("IndicatorProvider", "indicator_provider"),
        Extra("IndicatorExpirationDateTime", "indicator_expiration_date_time"),
        Extra("ThreatDetectionProduct", "threat_detection_product"),
    ];

    /// <inheritdoc/>
    protected override bool RefusesUnknownMembers => true;

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.microsoft.parser_bingmurls",
        "Parses Microsoft's feed of malicious URLs that Bing has found.",
        static (options, services) => new BingMaliciousUrlsParser(options, services));

    private static Harmonized ThreatType(FieldValue value, Utf8Buffer buffer)
        => value.Kind == FieldValueKind.Text && value.Utf8.SequenceEqual("MaliciousUrl"u8)
            ? Harmonized.Slice(value.Kind, 0, value.Utf8.Length)
            : Harmonized.Invalid("is not MaliciousUrl");

    private static Harmonized Country(FieldValue value, Utf8Buffer buffer)
    {
        if (!IsLone(value))
            return Harmonized.None;
        var reader = new Utf8JsonReader(value.Utf8);
        reader.Read();
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
            return Harmonized.Invalid("is not in the tags: the only one is no text");
        if (reader.ValueTextEquals("??"u8))
            return Harmonized.None;
        int start = buffer.Length;
        buffer.Advance(reader.CopyString(buffer.GetSpan(reader.ValueSpan.Length)));
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static Harmonized Tags(FieldValue value, Utf8Buffer buffer)
        => IsLone(value) ? Harmonized.None : Harmonized.Slice(value.Kind, 0, value.Utf8.Length);

    // Whether the tags are a list of one.
    private static bool IsLone(FieldValue value)
    {
        if (value.Kind != FieldValueKind.Json || value.Utf8[0] != (byte)'[')
            return false;
        var reader = new Utf8JsonReader(value.Utf8);
        reader.Read();
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            count++;
        }

        return count == 1;
    }
}

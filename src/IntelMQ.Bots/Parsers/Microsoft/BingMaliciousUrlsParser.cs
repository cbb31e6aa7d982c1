using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Microsoft;

/// <summary>
/// Parses Microsoft's feed of malicious URLs that Bing has found: a JSON array of objects in version 1.5 of the Interflow format. What the
/// format does not know is kept below <c>extra.</c>
/// </summary>
[Bot("intelmq.bots.parsers.microsoft.parser_bingmurls", BotKind.Parser)]
public sealed partial class BingMaliciousUrlsParser(PlainParserOptions options, BotServices services) : JsonParser(options, services)
{
    private const double KnownVersion = 1.5;

    /// <inheritdoc/>
    public override FieldMap Map { get; } = UnknownMembers.KeptBeside(
    [
        RefuseWhere(Cell("Url").IsMissing().And(Cell("NetworkDestinationIPv4").IsMissing()), "has neither a URL nor an address"),
        Constant(Fields.Classification.Type, ClassificationType.Blacklist),
        Extra("Attributable"),
        Extra("Version").With(static (value, _) => value.TryGetDouble(out double version) && version == KnownVersion ? Harmonized.None : Harmonized.Slice(value.Kind, 0, value.Utf8.Length), "unless 1.5"),
        .. Details.Column("Description", Fields.EventDescription.Text),
        .. Details.Column("IndicatorThreatType", Fields.Classification.Identifier),
        .. Details.Tlp("TLPLevel"),
        Column("FirstReportedDateTime", Fields.Time.Source),
        Extra("LastReportedDateTime", "last_reported_date_time").Where(Cell("LastReportedDateTime").DiffersFrom(Cell("FirstReportedDateTime"))),
        .. Details.Column("NetworkDestinationAsn", Fields.Source.Asn, "0"),
        Column("NetworkDestinationIPv4", Fields.Source.Ip).Unless("0.0.0.0", "255.255.255.255"),
        .. Details.Column("NetworkDestinationPort", Fields.Source.Port),
        Column("Tags", Fields.Source.Geolocation.Cc).With(Country, "a lone tag, unless \"??\"").Optional(),
        Extra("Tags", "tags").With(Tags, "unless it is a country or \"??\"").UnlessSet(Fields.Source.Geolocation.Cc),
        Extra("IsProductLicensed"),
        Extra("IsPartnerShareable"),
        Column("Url", Fields.Source.Url),
        Extra("IndicatorProvider", "indicator_provider"),
        Extra("IndicatorExpirationDateTime", "indicator_expiration_date_time"),
        Extra("ThreatDetectionProduct", "threat_detection_product"),
    ]);

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
        => value.Utf8.SequenceEqual("[\"??\"]"u8) ? Harmonized.None : Harmonized.Slice(value.Kind, 0, value.Utf8.Length);

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

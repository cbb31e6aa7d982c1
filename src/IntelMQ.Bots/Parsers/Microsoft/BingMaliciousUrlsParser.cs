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
        Constant(Fields.Classification.Type, ClassificationType.Blacklist),
        Extra("Attributable"),
        Column("Description", Fields.EventDescription.Text),
        Column("IndicatorThreatType", Fields.Classification.Identifier).With(ThreatType, "MaliciousUrl, nothing else").Required(),
        Column("TLPLevel", Fields.Tlp),
        Column("FirstReportedDateTime", Fields.Time.Source),
        Column("NetworkDestinationAsn", Fields.Source.Asn).Unless("0"),
        Column("NetworkDestinationIPv4", Fields.Source.Ip).Unless("0.0.0.0", "255.255.255.255"),
        Column("NetworkDestinationPort", Fields.Source.Port),
        Extra("IsProductLicensed"),
        Extra("IsPartnerShareable"),
        Column("Url", Fields.Source.Url),
        Extra("IndicatorProvider", "indicator_provider"),
        Extra("IndicatorExpirationDateTime", "indicator_expiration_date_time"),
        Extra("ThreatDetectionProduct", "threat_detection_product"),
    ];

    /// <inheritdoc/>
    public override bool HasHook => true;

    /// <inheritdoc/>
    protected override bool RefusesUnknownMembers => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> HookColumns => ["Version", "LastReportedDateTime", "Tags"];

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.microsoft.parser_bingmurls",
        "Parses Microsoft's feed of malicious URLs that Bing has found.",
        static (options, services) => new BingMaliciousUrlsParser(options, services));

    /// <inheritdoc/>
    protected override RowVerdict Complete(RowEvent row)
    {
        if (!row.Row["Version"].TryGetDouble(out double version) || version != 1.5)
            return RowVerdict.Fail("Version", "is not 1.5");
        FieldValue last = row.Row["LastReportedDateTime"];
        FieldValue first = row.Row["FirstReportedDateTime"];
        if (!last.IsMissing && (last.Kind != first.Kind || !last.Utf8.SequenceEqual(first.Utf8)))
            return RowVerdict.Fail("LastReportedDateTime", "is not FirstReportedDateTime");
        FieldValue tags = row.Row["Tags"];
        return tags.IsMissing ? RowVerdict.Keep : AddTags(row, tags);
    }

    private static Harmonized ThreatType(FieldValue value, Utf8Buffer buffer)
        => value.Kind == FieldValueKind.Text && value.Utf8.SequenceEqual("MaliciousUrl"u8)
            ? Harmonized.Slice(value.Kind, 0, value.Utf8.Length)
            : Harmonized.Invalid("is not MaliciousUrl");

    // One tag is the country's code.
    private static RowVerdict AddTags(RowEvent row, FieldValue tags)
    {
        if (tags.Kind is not (FieldValueKind.Json or FieldValueKind.Text))
            return RowVerdict.Fail("Tags", "is not a list");
        if (tags.Kind == FieldValueKind.Json && tags.Utf8[0] == (byte)'[')
        {
            using JsonDocument? document = JsonReport.Parse(tags.Utf8.ToArray());
            if (document?.RootElement.GetArrayLength() == 1)
            {
                string? country = document.RootElement[0].ValueKind == JsonValueKind.String ? document.RootElement[0].GetString() : null;
                if (country == "??")
                    return RowVerdict.Keep;
                return country is null
                    ? RowVerdict.Fail("Tags", "holds no text")
                    : RowVerdict.FailIf(row.Set(Fields.Source.Geolocation.Cc, country));
            }
        }

        if (!tags.IsIgnored)
            row.SetExtra("tags", tags);
        return RowVerdict.Keep;
    }
}

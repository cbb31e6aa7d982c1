using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.OpenPhish;

/// <summary>Parses OpenPhish's commercial feed of phishing sites: one JSON object a line.</summary>
[Bot("intelmq.bots.parsers.openphish.parser_commercial", BotKind.Parser)]
public sealed partial class OpenPhishCommercialParser(PlainParserOptions options, BotServices services) : JsonLinesParser(options, services)
{
    /// <inheritdoc/>
    public override FieldMap Map { get; } = UnknownMembers.KeptBeside(
    [
        Constant(Fields.Classification.Type, ClassificationType.Phishing),
        .. Details.Column(Column("asn", Fields.Source.Asn).WithoutPrefix("AS"), Fields.Source.Asn, "asn"),
        Column("isotime", Fields.Time.Source).With(FeedTime.Strict, FeedTime.StrictName),
        Column("discover_time", Fields.Time.Source).With(WithoutIsoTime, "where isotime is empty: " + FeedTime.StrictName),
        .. Details.Column("asn_name", Fields.Source.AsName),
        Extra("brand"),
        .. Details.Column("country_code", Fields.Source.Geolocation.Cc),
        .. Details.Column("country_name", Fields.Source.Geolocation.Country),
        Extra("emails"),
        Extra("family_id"),
        Column("host", Fields.Source.Fqdn).Optional(),
        Column("ip", Fields.Source.Ip),
        Extra("page_language"),
        Extra("phishing_kit"),
        Column("screenshot", Fields.ScreenshotUrl).Optional(),
        Extra("sector"),
        Extra("ssl_cert_issued_by"),
        Extra("ssl_cert_issued_to"),
        Extra("ssl_cert_serial"),
        Extra("tld"),
        Column("url", Fields.Source.Url),
    ]);

    // As in IntelMQ, an isotime that is no time is not made up for.
    private static Harmonized WithoutIsoTime(FieldValue value, Row row, Utf8Buffer buffer)
        => row["isotime"].Utf8.IsEmpty ? FeedTime.Strict(value, buffer) : Harmonized.None;
}

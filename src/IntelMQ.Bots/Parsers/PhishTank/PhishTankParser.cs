using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.PhishTank;

/// <summary>
/// Parses PhishTank's list of phishing sites: a JSON array of objects, or a table; the report's first character says which. Of a site's addresses
/// the first one counts.
/// </summary>
[Bot("intelmq.bots.parsers.phishtank.parser", BotKind.Parser)]
public sealed partial class PhishTankParser(PlainParserOptions options, BotServices services) : AbuseChExportParser(options, services)
{
    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        RefuseWhere(Cell("url").IsNothing(), "is missing"),
        Constant(Fields.Classification.Type, ClassificationType.Phishing),
        Constant(Fields.Status, "online"),
        Column("submission_time", Fields.Time.Source).With(FeedTime.Strict, FeedTime.StrictName),
        Extra("phish_id", "phishtank.phish_id"),
        Column("url", Fields.Source.Url),
        .. Details.Column("phish_detail_url", Fields.EventDescription.Url),
        .. Details.Column("target", Fields.EventDescription.Target),
        Extra("verified", "phishtank.verified"),
        Extra("verification_time", "phishtank.verification_time"),
        Column("details.0.ip_address", Fields.Source.Ip).Optional(),
        Column("details.0.cidr_block", Fields.Source.Network).Optional(),
        .. Details.Column("details.0.announcing_network", Fields.Source.Asn),
        .. Details.Column("details.0.country", Fields.Source.Geolocation.Cc),
    ];

    private protected override string HeaderColumn => "phish_id";

    private protected override string Header => "";

    private protected override string IdColumn => "id";

    private protected override IReadOnlyList<string> DroppedMembers => ["online"];
}

using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.ZoneH;

/// <summary>Parses Zone-H's reports of defacements: a table with a header. The column <c>domain</c> holds a URL.</summary>
[Bot("intelmq.bots.parsers.zoneh.parser", BotKind.Parser, Summary = "Parses Zone-H's reports of defaced websites.")]
public sealed partial class ZoneHParser(PlainParserOptions options, BotServices services) : CsvParser(options, services)
{
    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Identifier, "compromised-website"),
        Constant(Fields.Classification.Type, ClassificationType.UnauthorisedInformationModification),
        Constant(Fields.EventDescription.Text, "defacement"),
        Required(Column("add_date", Fields.Time.Source).Required().WithSuffix(" UTC")),
        Required(Column("ip_address", Fields.Source.Ip).Optional()),
        Required(Column("domain", Fields.Source.Url).Optional()),
        Column("domain", Fields.Source.Fqdn).With(UrlCells.Host, "the host").Optional(),
        Column("domain", Fields.Protocol.Application).With(UrlCells.Scheme, "the scheme"),
        Required(Column("country_code", Fields.Source.Geolocation.Cc).Optional()),
        Extra("accept_date", "accepted_date"),
        Required(Extra("attacker", "actor")),
        Required(Extra("web_server", "http_target")),
        Required(Extra("system", "os.name")),
        Required(Extra("hackmode", "compromise_method")),
        Required(Extra("defacement_id", "zoneh_report_id")),
    ];

    /// <inheritdoc/>
    protected override CsvFormat Format { get; } = CsvFormat.WithHeader with { RawEnd = RawRowEnd.WithLineEnd, EndsHeaderWithLineFeed = true };

    private static ColumnRule Required(ColumnRule rule) => rule with { IsColumnRequired = true };
}

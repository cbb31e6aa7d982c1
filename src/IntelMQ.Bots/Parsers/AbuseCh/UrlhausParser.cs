using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.AbuseCh;

/// <summary>
/// Parses the exports of URLhaus: URLs that serve malware, as a table or as JSON, and the answers of its API. The report's first character
/// says which.
/// </summary>
[Bot("intelmq.bots.parsers.abusech.parser_urlhaus", BotKind.Parser, Summary = "Parses the exports of abuse.ch's URLhaus, as tables or JSON.")]
public sealed partial class UrlhausParser(PlainParserOptions options, BotServices services) : AbuseChExportParser(options, services)
{
    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, ClassificationType.MalwareDistribution),
        Column("dateadded", Fields.Time.Source),
        Column("date_added", Fields.Time.Source),
        Column("url", Fields.Source.Url).Required(),
        Column("url", Fields.Source.Ip).With(UrlCells.Address, "the host, where it is an address").Optional(),
        Column("url", Fields.Source.Fqdn).With(UrlCells.Name, "the host, where it is no address").Optional(),
        Column("url", Fields.Source.Port).With(UrlCells.Port, "the port").Optional(),
        .. Details.Column("url_status", Fields.Status),
        Column("urlhaus_link", Fields.EventDescription.Url).Optional(),
        Column("urlhaus_reference", Fields.EventDescription.Url).Optional(),
        Extra("id", "urlhaus_id"),
        Extra("last_online").Unless("None"),
        Extra("threat"),
        Extra("tags").With(AbuseChExport.List, "as a list"),
        Extra("reporter"),
        Extra("blacklists"),
        Extra("larted"),
        Extra("takedown_time_seconds"),
    ];

    private protected override string HeaderColumn => "dateadded";

    private protected override string Header => "id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter";

    private protected override string IdColumn => "id";

    private protected override IReadOnlyList<string> DroppedMembers => ["host", "query_status", "payloads"];
}

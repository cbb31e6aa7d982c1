using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.AbuseCh;

/// <summary>Parses the exports of URLhaus: URLs that serve malware, as a table or as JSON. The report's first character says which.</summary>
public sealed class UrlhausParser : EventParser
{
    private static readonly FieldMap UrlMap =
    [
        Rules.Constant(Fields.Classification.Type, ClassificationType.MalwareDistribution),
        Rules.Column("dateadded", Fields.Time.Source),
        Rules.Column("url", Fields.Source.Url).Required(),
        Rules.Column("url", Fields.Source.Ip).With(UrlCells.Address, "the host, where it is an address").Optional(),
        Rules.Column("url", Fields.Source.Fqdn).With(UrlCells.Name, "the host, where it is no address").Optional(),
        Rules.Column("url", Fields.Source.Port).With(UrlCells.Port, "the port").Optional(),
        Rules.Column("url_status", Fields.Status),
        Rules.Column("urlhaus_link", Fields.EventDescription.Url).Optional(),
        Rules.Extra("id", "urlhaus_id"),
        Rules.Extra("last_online").Unless("None"),
        Rules.Extra("threat"),
        Rules.Extra("tags").With(AbuseChExport.List, "as a list"),
        Rules.Extra("reporter"),
    ];

    private readonly Table _table;
    private readonly Objects _objects;

    /// <summary>Creates the parser.</summary>
    public UrlhausParser(PlainParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    public UrlhausParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
        _table = new Table(options, services);
        _objects = new Objects(options, services);
    }

    internal static BotDescriptor Descriptor { get; } = PlainParser.Describe(
        "intelmq.bots.parsers.abusech.parser_urlhaus",
        "Parses the exports of abuse.ch's URLhaus, as tables or JSON.",
        static (options, services) => new UrlhausParser(options, services));

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
        => (AbuseChExport.IsJson(TextOf(report).Span) ? (Parser)_objects : _table).Read(report);

    private sealed class Table(PlainParserOptions options, BotServices services) : CsvParser(options, services)
    {
        public override FieldMap Map => UrlMap;

        protected override CsvFormat Format { get; } = CsvFormat.WithHeader with { CommentPrefix = '#' };

        protected override (ReadOnlyMemory<byte> Table, byte[] RawPrefix) Prepare(ReadOnlyMemory<byte> text, Report report)
            => (AbuseChExport.Table(text, "dateadded"u8, "id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter"u8), []);
    }

    private sealed class Objects(PlainParserOptions options, BotServices services) : JsonParser(options, services)
    {
        public override FieldMap Map => UrlMap;

        protected override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report) => AbuseChExport.Elements(text, "id"u8);
    }
}

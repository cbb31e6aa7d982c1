using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Turris;

/// <summary>
/// Parses the greylist of CZ.NIC's Turris routers: addresses and, for each, a list of what they attacked. Each tag makes an event; one that is
/// not known is kept in <c>extra.tag</c>. A row without any makes none.
/// </summary>
[Bot("intelmq.bots.parsers.turris.parser", BotKind.Parser)]
public sealed partial class TurrisGreylistParser(PlainParserOptions options, BotServices services) : CsvParser(options, services)
{
    private const string PortScan = "port_scan";

    private static readonly string[] Attacked = ["smtp", "http", "ftp", "telnet"];

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        SkipWhere(Cell("Address").Is("Address")),
        Each(new RowElements("Tags") { Separator = ",", TrimsElements = true }),
        Column("Address", Fields.Source.Ip),
        Constant(Fields.Classification.Type, ClassificationType.BruteForce).Where(Element.Is(Attacked)),
        Constant(Fields.Classification.Type, ClassificationType.Scanner).Where(Element.That(static value => value.Utf8.EndsWith("_scan"u8), "ends with _scan")),
        Constant(Fields.Classification.Type, ClassificationType.Other),
        Constant(Fields.Protocol.Transport, "tcp").Where(Element.Is(Attacked)),
        Column(Element, Fields.Protocol.Application).Where(Element.Is(Attacked)),
        Constant(Fields.Destination.Port, "80").Where(Element.Is("http")),
        Constant(Fields.Destination.Port, "21").Where(Element.Is("ftp")),
        Constant(Fields.Destination.Port, "23").Where(Element.Is("telnet")),
        Extra(Element, "tag").Where(Element.IsNot([.. Attacked, PortScan])),
    ];

    /// <inheritdoc/>
    protected override CsvFormat Format { get; } = CsvFormat.WithHeader with { CommentPrefix = '#', RawEnd = RawRowEnd.Trimmed };
}

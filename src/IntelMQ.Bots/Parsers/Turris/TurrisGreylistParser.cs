using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Turris;

/// <summary>
/// Parses the greylist of CZ.NIC's Turris routers: addresses and, for each, a list of what they attacked. Each tag that is known makes an
/// event; a row without any makes none.
/// </summary>
public sealed class TurrisGreylistParser : CsvParser
{
    private const string PortScan = "port_scan";

    /// <summary>Creates the parser.</summary>
    public TurrisGreylistParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public TurrisGreylistParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Each(new RowElements("Tags") { Separator = ",", Known = ["smtp", "http", "ftp", "telnet", PortScan] }),
        Column("Address", Fields.Source.Ip),
        Constant(Fields.Classification.Type, ClassificationType.Scanner).Where(Element.Is(PortScan)),
        Constant(Fields.Classification.Type, ClassificationType.BruteForce),
        Constant(Fields.Protocol.Transport, "tcp").Where(Element.IsNot(PortScan)),
        Column(Element, Fields.Protocol.Application).Unless(PortScan),
        Constant(Fields.Destination.Port, "80").Where(Element.Is("http")),
        Constant(Fields.Destination.Port, "21").Where(Element.Is("ftp")),
        Constant(Fields.Destination.Port, "23").Where(Element.Is("telnet")),
    ];

    /// <inheritdoc/>
    protected override CsvFormat Format { get; } = CsvFormat.WithHeader with { CommentPrefix = '#', RawEnd = RawRowEnd.Trimmed };

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.turris.parser",
        "Parses the greylist of CZ.NIC's Turris routers.",
        static (options, services) => new TurrisGreylistParser(options, services));
}

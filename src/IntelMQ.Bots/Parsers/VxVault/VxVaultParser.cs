using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.VxVault;

/// <summary>
/// Parses VX Vault's list of URLs: four lines of header, of which the third is the time of the list, then a URL in each line. Lines that do
/// not begin with <c>http</c> are passed over.
/// </summary>
[Bot("intelmq.bots.parsers.vxvault.parser", BotKind.Parser)]
public sealed partial class VxVaultParser : LineParser
{
    private const int TimeLine = 2;

    private readonly NotedValue _time = new("the third line of the header");

    /// <summary>Creates the parser.</summary>
    public VxVaultParser(PlainParserOptions options, BotServices services)
        : base(options, services)
        => Map =
        [
            Constant(Fields.Classification.Type, ClassificationType.MalwareDistribution),
            SkipWhere(Cell(0).DoesNotStartWith("http")),
            Column(0, Fields.Source.Ip).With(UrlCells.Address, "the host, where it is an address"),
            Column(0, Fields.Source.Fqdn).With(UrlCells.Name, "the host, where it is no address"),
            Column(0, Fields.Source.Url).With(UrlCells.WithoutTabs, "without tabs"),
            Column(0, Fields.Source.Port).With(UrlCells.Port, "the port"),
            _time.For(Fields.Time.Source),
            NeedOneOf(Fields.Source.Ip, Fields.Source.Fqdn).Because("holds a URL without a host"),
        ];

    /// <inheritdoc/>
    public override FieldMap Map { get; }

    /// <inheritdoc/>
    protected override LineFormat Format { get; } = new() { HeaderLines = 4 };

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report)
    {
        _time.Clear();
        ReadOnlySpan<byte> trimmed = Utf8Text.Trim(text.Span);
        return trimmed.IsEmpty || !text.Span.Overlaps(trimmed, out int start) ? default : text.Slice(start, trimmed.Length);
    }

    /// <inheritdoc/>
    protected override void ReadHeader(int index, ReadOnlySpan<byte> line)
    {
        if (index == TimeLine)
            _time.Set(line);
    }
}

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
public sealed class VxVaultParser : LineParser
{
    private const int TimeLine = 2;

    private byte[] _time = [];

    /// <summary>Creates the parser.</summary>
    public VxVaultParser(PlainParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    public VxVaultParser(PlainParserOptions options, BotServices services)
        : base(options, services)
        => Map =
        [
            Constant(Fields.Classification.Type, ClassificationType.MalwareDistribution),
            Column(0, Fields.Source.Ip).With(OfUrls(UrlCells.Address), "the host, where it is an address"),
            Column(0, Fields.Source.Fqdn).With(OfUrls(UrlCells.Name), "the host, where it is no address"),
            Column(0, Fields.Source.Url).With(OfUrls(UrlCells.WithoutTabs), "lines that begin with http"),
            Column(0, Fields.Source.Port).With(OfUrls(UrlCells.Port), "the port"),
            Column(0, Fields.Time.Source).With(OfUrls(Time), "the third line of the header"),
        ];

    /// <inheritdoc/>
    public override FieldMap Map { get; }

    /// <inheritdoc/>
    public override bool HasHook => true;

    /// <inheritdoc/>
    protected override LineFormat Format { get; } = new() { HeaderLines = 4 };

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.vxvault.parser",
        "Parses VX Vault's list of URLs that served malware.",
        static (options, services) => new VxVaultParser(options, services));

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report)
    {
        _time = [];
        ReadOnlySpan<byte> trimmed = Utf8Text.Trim(text.Span);
        return trimmed.IsEmpty || !text.Span.Overlaps(trimmed, out int start) ? default : text.Slice(start, trimmed.Length);
    }

    /// <inheritdoc/>
    protected override void ReadHeader(int index, ReadOnlySpan<byte> line)
    {
        if (index == TimeLine)
            _time = line.ToArray();
    }

    /// <inheritdoc/>
    protected override RowVerdict Complete(RowEvent row)
    {
        if (!IsUrl(row.Row.Line))
            return RowVerdict.Skip;
        return row.Get(Fields.Source.Ip).IsMissing && row.Get(Fields.Source.Fqdn).IsMissing
            ? RowVerdict.Fail(Fields.Source.Url.Name, "has no host")
            : RowVerdict.Keep;
    }

    private static FieldConverter OfUrls(FieldConverter converter)
        => (value, buffer) => IsUrl(value.Utf8) ? converter(value, buffer) : Harmonized.None;

    private static bool IsUrl(ReadOnlySpan<byte> line) => line.StartsWith("http"u8);

    private Harmonized Time(FieldValue value, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        buffer.Append(_time);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }
}

using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Bambenek;

/// <summary>
/// Parses Bambenek's lists of command and control servers, by address or name, and of generated domains. The file's name at the end of
/// <c>feed.url</c> says which list it is.
/// </summary>
/// <remarks>IntelMQ knows the whole URLs, and not those that its own list of feeds gives; the file's name is the same in all of them.</remarks>
[Bot("intelmq.bots.parsers.bambenek.parser", BotKind.Parser)]
public sealed partial class BambenekParser(PlainParserOptions options, BotServices services) : LineParser(options, services)
{
    private static readonly FieldMap Common =
    [
        Column(1, Fields.EventDescription.Text),
        .. Details.Column(3, Fields.EventDescription.Url, "event_description.url"),
        Column(0, Fields.Malware.Name).With(MalwareName, "the file's name in the last cell").Optional(),
    ];

    private static readonly FieldMap Addresses = Servers(Fields.Source.Ip);
    private static readonly FieldMap Domains = Servers(Fields.Source.Fqdn);

    private static readonly FieldMap GeneratedDomains =
    [
        .. Common,
        Constant(Fields.Classification.Type, ClassificationType.DgaDomain),
        Column(0, Fields.Source.Fqdn),
        Column(2, Fields.Time.Source).WithSuffix(" 00:00 UTC"),
    ];

    private static readonly FieldMap Unknown =
    [
        Column(0, Fields.Classification.Type).With(
            static (_, _) => Harmonized.Invalid("cannot be told, since feed.url does not end with the name of one of Bambenek's lists"),
            "refused"),
    ];

    /// <inheritdoc/>
    public override FieldMap Map => Addresses;

    /// <inheritdoc/>
    protected override LineFormat Format { get; } = new() { Separator = ",", MinimumCells = 4, CommentPrefixes = ["#"] };

    /// <inheritdoc/>
    protected override FieldMap MapFor(Report report) => FeedUrl.FileName(report) switch
    {
        "c2-ipmasterlist.txt" => Addresses,
        "c2-dommasterlist.txt" => Domains,
        "dga-feed.txt" => GeneratedDomains,
        _ => Unknown,
    };

    private static FieldMap Servers(Field source) =>
    [
        .. Common,
        Constant(Fields.Classification.Type, ClassificationType.C2Server),
        Constant(Fields.Status, "online"),
        Column(0, source),
        Column(2, Fields.Time.Source).WithSuffix(" UTC"),
    ];

    private static Harmonized MalwareName(FieldValue value, Row row, Utf8Buffer buffer)
    {
        ReadOnlySpan<byte> url = row[row.Count - 1].Utf8;
        ReadOnlySpan<byte> name = url[(url.LastIndexOf((byte)'/') + 1)..];
        int dot = name.IndexOf((byte)'.');
        name = dot < 0 ? name : name[..dot];
        if (name.SequenceEqual("cl"u8))
            name = "cryptolocker"u8;
        else if (name.SequenceEqual("p2pgoz"u8))
            name = "p2p goz"u8;
        else if (name.SequenceEqual("ptgoz"u8))
            name = "pt goz"u8;
        else if (name.SequenceEqual("volatile"u8))
            name = "volatile cedar"u8;
        int start = buffer.Length;
        buffer.Append(name);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }
}

using System.Globalization;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Dshield;

/// <summary>
/// Parses DShield's list of the attackers within an autonomous system: lines with tabs between cells. Which system it is stands at the end
/// of <c>feed.url</c>, behind <c>?as=</c>.
/// </summary>
[Bot("intelmq.bots.parsers.dshield.parser_asn", BotKind.Parser)]
public sealed partial class DshieldAsnParser(PlainParserOptions options, BotServices services) : LineParser(options, services)
{
    private const string NotIPv4 = "is not an IPv4 address";

    private static readonly LineFormat Lines = new()
    {
        Separator = "\t",
        TrimsLines = false,
        MinimumCells = 6,
        SkipsShortRows = true,
        CommentPrefixes = ["#"],
    };

    private static readonly FieldMap Rows =
    [
        Constant(Fields.Classification.Type, ClassificationType.BruteForce),
        Column(0, Fields.Source.Ip).With(WithoutZeros, "an IPv4 address whose numbers may begin with zeros").Required(),
        Extra(1, "reports").With(Details.Count, "a whole number, where it is one"),
        Extra(2, "targets").With(Details.Count, "a whole number, where it is one"),
        Extra(4, "last_seen") with { KeepsEmpty = true },
        Column(5, Fields.Time.Source).WithSuffix("+0").Required(),
    ];

    private FieldMap _map = Rows;
    private string? _url;

    /// <inheritdoc/>
    public override FieldMap Map => Rows;

    /// <inheritdoc/>
    protected override LineFormat Format => Lines;

    /// <inheritdoc/>
    protected override FieldMap MapFor(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string url = report[Fields.Feed.Url] ?? "";
        if (url != _url)
        {
            _map = [.. Rows, Constant(Fields.Source.Asn, AsnIn(url))];
            _url = url;
        }

        return _map;
    }

    private static string AsnIn(string url)
    {
        const string Parameter = "?as=";
        int at = url.LastIndexOf(Parameter, StringComparison.Ordinal);
        string text = at < 0 ? "" : url[(at + Parameter.Length)..];
        if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint asn) || asn == 0)
            throw new InvalidReportException($"feed.url does not end with \"{Parameter}\" and the number of an autonomous system.");
        return asn.ToString(CultureInfo.InvariantCulture);
    }

    private static Harmonized WithoutZeros(FieldValue value, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        int parts = 0;
        foreach (Range range in value.Utf8.Split((byte)'.'))
        {
            ReadOnlySpan<byte> part = value.Utf8[range];
            if (++parts > 4 || part.IsEmpty || part.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
                return Harmonized.Invalid(NotIPv4);
            if (parts > 1)
                buffer.Append((byte)'.');
            part = part.TrimStart((byte)'0');
            buffer.Append(part.IsEmpty ? "0"u8 : part);
        }

        return parts == 4 ? Harmonized.Written(FieldValueKind.Text, buffer, start) : Harmonized.Invalid(NotIPv4);
    }
}

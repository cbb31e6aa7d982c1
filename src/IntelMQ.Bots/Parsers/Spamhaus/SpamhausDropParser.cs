using System.Buffers;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Spamhaus;

/// <summary>
/// Parses Spamhaus' lists of networks and autonomous systems not to route: DROP, EDROP, DROPv6 and ASN-DROP. The file's name at the end of
/// <c>feed.url</c> says which list it is. The comment <c>Last-Modified</c> gives the rows below it their time.
/// </summary>
[Bot("intelmq.bots.parsers.spamhaus.parser_drop", BotKind.Parser)]
public sealed partial class SpamhausDropParser : LineParser
{
    private static readonly LineFormat NetworkLines = new() { Separator = ";", TrimsCells = true, MinimumCells = 2, CommentPrefixes = [";"] };
    private static readonly LineFormat AsnLines = NetworkLines with { Separator = null, MinimumCells = 0 };
    private static readonly SearchValues<byte> Letters = SearchValues.Create("AS"u8);
    private static readonly string[] NetworkFiles = ["drop.txt", "drop.lasso", "edrop.txt", "dropv6.txt"];

    // 14 characters that name the header, and a blank.
    private const int TimeStart = 15;

    private static readonly FieldMap Networks =
    [
        Constant(Fields.Classification.Type, ClassificationType.Spam),
        Column(0, Fields.Source.Network),
        Extra(1, "blocklist"),
    ];

    private static readonly FieldMap Asns =
    [
        Constant(Fields.Classification.Type, ClassificationType.Spam),
        Column(0, Fields.Source.Asn).With(static (value, _) => Number(value.Utf8), "the number in the first part"),
        Column(0, Fields.Source.Geolocation.Cc).With(static (value, _) => Part(value.Utf8, 1), "the second part").Optional(),
        Extra(0, "country").With(static (value, _) => Part(value.Utf8, 1), "the second part").UnlessSet(Fields.Source.Geolocation.Cc),
        Column(0, Fields.Source.AsName).With(static (value, _) => Part(value.Utf8, 2), "the third part"),
    ];

    // Each line fails, as in IntelMQ.
    private static readonly FieldMap Unknown =
        [Column(0, Fields.Feed.Url).With(static (_, _) => Harmonized.Invalid("ends with the name of none of Spamhaus' lists"), "of a list that is known")];

    private readonly NotedValue _time = new("the time in the comment above");
    private readonly FieldMap _networks;
    private readonly FieldMap _asns;
    private List _list;

    /// <summary>Creates the parser.</summary>
    public SpamhausDropParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
        ColumnRule time = _time.For(Fields.Time.Source);
        _networks = [.. Networks, time];
        _asns = [.. Asns, time];
    }

    private enum List
    {
        Unknown,
        Networks,
        Asns,
    }

    /// <inheritdoc/>
    public override FieldMap Map => _networks;

    /// <inheritdoc/>
    protected override LineFormat Format => _list == List.Asns ? AsnLines : NetworkLines;

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string url = report[Fields.Feed.Url] ?? "";
        string file = url[(url.LastIndexOf('/') + 1)..];
        _list = file == "asndrop.txt" ? List.Asns : NetworkFiles.Contains(file, StringComparer.Ordinal) ? List.Networks : List.Unknown;
        _time.Clear();
        return base.ReadElements(report);
    }

    /// <inheritdoc/>
    protected override FieldMap MapFor(Report report) => _list switch
    {
        List.Asns => _asns,
        List.Networks => _networks,
        _ => Unknown,
    };

    /// <inheritdoc/>
    protected override RowOutcome ReadComment(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("Last-Modified:"u8) >= 0)
        {
            ReadOnlySpan<byte> text = line.Trim("; "u8);
            _time.Clear();
            if (text.Length > TimeStart && UtcTime.TryParseStrict(text[TimeStart..], out DateTimeOffset time))
                _time.Set(time);
        }

        return RowOutcome.Keep;
    }

    private static Harmonized Number(ReadOnlySpan<byte> line)
    {
        Harmonized part = Part(line, 0);
        ReadOnlySpan<byte> text = line.Slice(part.Start, part.Length);
        int start = text.IndexOfAnyExcept(Letters);
        return start < 0 ? Harmonized.None : Harmonized.Slice(FieldValueKind.Text, part.Start + start, text.LastIndexOfAnyExcept(Letters) - start + 1);
    }

    // The parts stand between semicolons and bars.
    private static Harmonized Part(ReadOnlySpan<byte> line, int index)
    {
        int start = 0;
        for (; index > 0; index--)
        {
            int separator = line[start..].IndexOfAny((byte)';', (byte)'|');
            if (separator < 0)
                return Harmonized.Invalid("is missing");
            start += separator + 1;
        }

        int length = line[start..].IndexOfAny((byte)';', (byte)'|');
        ReadOnlySpan<byte> part = length < 0 ? line[start..] : line.Slice(start, length);
        ReadOnlySpan<byte> trimmed = Utf8Text.Trim(part);
        return trimmed.IsEmpty || !part.Overlaps(trimmed, out int blanks) ? Harmonized.None : Harmonized.Slice(FieldValueKind.Text, start + blanks, trimmed.Length);
    }
}

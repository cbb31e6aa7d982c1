using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Surbl;

/// <summary>
/// Parses SURBL's zone file. Nine lines stand in front of its records and two behind. A record that begins with a colon says which list
/// the names below it are on (<c>on lists [ph][mw], See: ...</c>); a name begins with a dot. Other lines are passed over. Names above the
/// first such record are taken for blacklisted.
/// </summary>
[Bot("intelmq.bots.parsers.surbl.parser", BotKind.Parser, Summary = "Parses the zone file of SURBL's malicious domains.")]
public sealed partial class SurblParser : LineParser
{
    private const int HeaderLines = 9;
    private const int FooterLines = 2;

    private readonly NotedValue _type = new("the list above");

    /// <summary>Creates the parser.</summary>
    public SurblParser(PlainParserOptions options, BotServices services)
        : base(options, services)
        => Map =
        [
            SkipWhere(Cell(0).DoesNotStartWith(".")),
            Column(0, Fields.Source.Fqdn).WithoutPrefix("."),
            _type.For(Fields.Classification.Type),
        ];

    /// <inheritdoc/>
    public override FieldMap Map { get; }

    /// <inheritdoc/>
    protected override LineFormat Format { get; } = new() { TrimsLines = false, HeaderLines = HeaderLines, CommentPrefixes = [":"] };

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report)
    {
        _type.Set("blacklist"u8);

        // One line below the header: a failed line, to be parsed again. Otherwise that would be less than header and footer.
        if (IsLoneLine(text.Span))
            return text;
        int end = EndWithoutFooter(text.Span);
        return end > 0 || Utf8Text.Trim(text.Span).IsEmpty ? text[..end] : throw new InvalidReportException("The report has fewer lines than a zone file's header and footer.");
    }

    /// <inheritdoc/>
    protected override RowOutcome ReadComment(ReadOnlySpan<byte> line) => ReadLists(line) ? RowOutcome.Keep : RowOutcome.Fail(null, "names no lists");

    // The lists stand in the third word from the end: [ph][mw], with a comma.
    private bool ReadLists(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = line;
        for (int i = 0; i < 2; i++)
        {
            rest = Utf8Text.Trim(rest);
            int blank = rest.LastIndexOfAny((byte)' ', (byte)'\t');
            if (blank < 0)
                return false;
            rest = rest[..blank];
        }

        rest = Utf8Text.Trim(rest);
        ReadOnlySpan<byte> lists = rest[(rest.LastIndexOfAny((byte)' ', (byte)'\t') + 1)..];
        lists = lists.Length > 3 ? lists[1..^2] : [];
        _type.Set(Holds(lists, "mw"u8) ? "malware-distribution"u8 : Holds(lists, "ph"u8) ? "phishing"u8 : "blacklist"u8);
        return true;
    }

    private static bool Holds(ReadOnlySpan<byte> lists, ReadOnlySpan<byte> name)
    {
        while (true)
        {
            int end = lists.IndexOf("]["u8);
            if ((end < 0 ? lists : lists[..end]).SequenceEqual(name))
                return true;
            if (end < 0)
                return false;
            lists = lists[(end + 2)..];
        }
    }

    private static bool IsLoneLine(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < HeaderLines; i++)
        {
            int end = text.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
                return false;
            text = text[(end + EndLength(text[end..]))..];
        }

        return !text.IsEmpty && text.IndexOfAny((byte)'\r', (byte)'\n') < 0;
    }

    private static int EndWithoutFooter(ReadOnlySpan<byte> text)
    {
        int end = text.Length;
        for (int i = 0; i < FooterLines; i++)
        {
            int length = text[..end] is [.., (byte)'\r', (byte)'\n'] ? 2 : text[..end] is [.., (byte)'\n' or (byte)'\r'] ? 1 : 0;
            end = text[..(end - length)].LastIndexOfAny((byte)'\r', (byte)'\n') + 1;
        }

        return end;
    }

    private static int EndLength(ReadOnlySpan<byte> text) => text is [(byte)'\r', (byte)'\n', ..] ? 2 : 1;
}

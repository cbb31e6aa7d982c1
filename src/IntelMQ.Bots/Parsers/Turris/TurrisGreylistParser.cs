using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Turris;

/// <summary>
/// Parses the greylist of CZ.NIC's Turris routers: addresses and, for each, a list of what they attacked. Each tag that is known makes an
/// event; a row without any makes none.
/// </summary>
public sealed class TurrisGreylistParser : CsvParser
{
    private readonly List<string> _tags = [];

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
        Column("Address", Fields.Source.Ip).With(WhereTagged, "where a tag is known"),
    ];

    /// <inheritdoc/>
    public override bool HasHook => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> HookColumns => ["Tags"];

    /// <inheritdoc/>
    protected override CsvFormat Format { get; } = CsvFormat.WithHeader with { CommentPrefix = '#', RawEnd = RawRowEnd.Trimmed };

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.turris.parser",
        "Parses the greylist of CZ.NIC's Turris routers.",
        static (options, services) => new TurrisGreylistParser(options, services));

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        // The hook has left the row's tags when its event arrives.
        foreach (ParsedItem item in base.ReadElements(report))
        {
            if (item.Event is not { } message)
            {
                yield return item;
                continue;
            }

            for (int i = 0; i < _tags.Count; i++)
            {
                Event tagged = i == _tags.Count - 1 ? message : message.Clone();
                yield return new ParsedItem(Classify(tagged, _tags[i]));
            }
        }
    }

    /// <inheritdoc/>
    protected override RowVerdict Complete(RowEvent row)
    {
        _tags.Clear();
        if (row.Row.HasColumn("Tags") && row.Row["Tags"].IsMissing)
            return RowVerdict.Fail(null, "has no cell in the column Tags");
        ReadOnlySpan<byte> tags = row.Row["Tags"].Utf8;
        foreach (Range part in tags.Split((byte)','))
        {
            if (IsKnown(tags[part]))
                _tags.Add(Encoding.UTF8.GetString(tags[part]));
        }

        if (_tags.Count == 0)
            return RowVerdict.Skip;
        return row.Row.Count > row.Row.Columns.Count ? RowVerdict.Fail(null, "has more cells than the header") : RowVerdict.Keep;
    }

    private static Harmonized WhereTagged(FieldValue value, Row row, Utf8Buffer buffer)
    {
        ReadOnlySpan<byte> tags = row["Tags"].Utf8;
        foreach (Range part in tags.Split((byte)','))
        {
            if (IsKnown(tags[part]))
                return Harmonized.Slice(value.Kind, 0, value.Utf8.Length);
        }

        return Harmonized.None;
    }

    private static bool IsKnown(ReadOnlySpan<byte> tag)
        => tag.SequenceEqual("smtp"u8) || tag.SequenceEqual("http"u8) || tag.SequenceEqual("ftp"u8) || tag.SequenceEqual("telnet"u8) || tag.SequenceEqual("port_scan"u8);

    private static Event Classify(Event message, string tag)
    {
        if (tag == "port_scan")
        {
            message[Fields.Classification.Type] = ClassificationType.Scanner;
            return message;
        }

        message[Fields.Classification.Type] = ClassificationType.BruteForce;
        message[Fields.Protocol.Transport] = "tcp";
        message[Fields.Protocol.Application] = tag;
        message[Fields.Destination.Port] = tag switch { "http" => 80, "ftp" => 21, "telnet" => 23, _ => null };
        return message;
    }
}

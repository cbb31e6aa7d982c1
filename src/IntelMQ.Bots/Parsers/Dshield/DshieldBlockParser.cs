using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Dshield;

/// <summary>
/// Parses DShield's list of networks to block: lines with tabs between cells. The comment <c>updated:</c> gives the rows below it their
/// time.
/// </summary>
[Bot("intelmq.bots.parsers.dshield.parser_block", BotKind.Parser)]
public sealed partial class DshieldBlockParser : LineParser
{
    private static readonly LineFormat Lines = new()
    {
        Separator = "\t",
        MinimumCells = 3,
        SkipsShortRows = true,
        CommentPrefixes = ["#", "Start"],
    };

    private readonly NotedValue _time = new("the time in the comment above");

    /// <summary>Creates the parser.</summary>
    public DshieldBlockParser(PlainParserOptions options, BotServices services)
        : base(options, services)
        => Map =
        [
            Constant(Fields.Classification.Type, ClassificationType.Blacklist),
            Column(0, Fields.Source.Network).With(WithPrefix, "with column 2 as prefix length"),
            Extra(3, "attacks").With(Details.Count, "a whole number, where it is one"),
            Extra(4, "network_name") with { KeepsEmpty = true },
            .. Details.Column(5, Fields.Source.Geolocation.Cc, "country"),
            Column(6, Fields.Source.AbuseContact),
            _time.For(Fields.Time.Source),
        ];

    /// <inheritdoc/>
    public override FieldMap Map { get; }

    /// <inheritdoc/>
    protected override LineFormat Format => Lines;

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report)
    {
        _time.Clear();
        return text;
    }

    /// <inheritdoc/>
    protected override RowOutcome ReadComment(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("updated"u8) < 0)
            return RowOutcome.Keep;
        int colon = line.IndexOf(": "u8);
        _time.Clear();
        if (!UtcTime.TryParseStrict(line[(colon < 0 ? 1 : colon + 2)..], out DateTimeOffset time))
            return RowOutcome.Fail(null, "should say when the list was updated, but holds no time");
        _time.Set(time);
        return RowOutcome.Keep;
    }

    private static Harmonized WithPrefix(FieldValue value, Row row, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        buffer.Append(value.Utf8);
        buffer.Append((byte)'/');
        buffer.Append(row[2].Utf8);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }
}

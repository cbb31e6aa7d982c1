using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.DangerRulez;

/// <summary>Parses the list of BruteForceBlocker: an address, and the time of the last report behind <c>#</c>.</summary>
[Bot("intelmq.bots.parsers.danger_rulez.parser", BotKind.Parser, Summary = "Parses the addresses that danger.rulez.sk's BruteForceBlocker lists.")]
public sealed partial class BruteForceBlockerParser(PlainParserOptions options, BotServices services) : LineParser(options, services)
{
    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, ClassificationType.BruteForce),
        Column(0, Fields.Time.Source).With(static (value, _) => Time(value.Utf8), "the two words behind the first # that has them"),
        Column(0, Fields.Source.Ip).With(static (value, _) => Address(value.Utf8), "the first word"),
    ];

    /// <inheritdoc/>
    protected override LineFormat Format { get; } = new() { TrimsLines = false, CommentPrefixes = ["#"] };

    private static Harmonized Address(ReadOnlySpan<byte> line)
    {
        int length = WordLength(line);
        return length == 0 ? Harmonized.Invalid("is missing: the line begins with a blank") : Harmonized.Slice(FieldValueKind.Text, 0, length);
    }

    private static Harmonized Time(ReadOnlySpan<byte> line)
    {
        for (int at = 0; at < line.Length;)
        {
            int mark = line[at..].IndexOf("# "u8);
            if (mark < 0)
                break;
            int start = at + mark + 2;
            int date = WordLength(line[start..]);
            int clock = date > 0 && line[(start + date)..] is [(byte)' ', ..] ? WordLength(line[(start + date + 1)..]) : 0;
            if (clock > 0)
                return Harmonized.Slice(FieldValueKind.Text, start, date + 1 + clock);
            at = start;
        }

        return Harmonized.Invalid("is missing: no date and time stand behind a #");
    }

    private static int WordLength(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny((byte)' ', (byte)'\t');
        return end < 0 ? text.Length : end;
    }
}

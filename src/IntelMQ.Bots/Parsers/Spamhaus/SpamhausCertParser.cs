using System.Globalization;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Spamhaus;

/// <summary>
/// Parses Spamhaus' CERT Insight portal: ten cells with commas between them, of which the fifth names the detection. The key at the end of
/// <c>feed.url</c> is cut off.
/// </summary>
[Bot("intelmq.bots.parsers.spamhaus.parser_cert", BotKind.Parser, Summary = "Parses the detections of Spamhaus' CERT Insight portal.")]
public sealed partial class SpamhausCertParser(PlainParserOptions options, BotServices services) : LineParser(options, services)
{
    private const string AbuseatUrl = "https://www.abuseat.org/lookup.cgi";
    private const string SpamLink = "l_spamlink";

    private static RowCondition OfSpamLink => Cell(4).IsInAnyCase(SpamLink);

    private static RowCondition OfWholeSpamLink => OfSpamLink.And(Cell(8).That(static value => value.Utf8.Count((byte)':') == 2, "is an address, a version and a name with colons between them"));

    private static RowCondition OfTelnet => Cell(4).IsInAnyCase("iotscan", "iotuser").And(Cell(7).Is("23", "2323"));

    // Other names are those of malware.
    private static RowCondition OfMalware => Cell(4).That(static value => SpamhausBot.Find(value) is null, "is none of the table");

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Bot(Fields.Classification.Type, static bot => bot?.Type ?? ClassificationType.InfectedSystem, "\"infected-system\" for names of malware, otherwise the type"),
        Constant(Fields.Classification.Identifier, "telnet").Where(OfTelnet),
        Bot(Fields.Classification.Identifier, static bot => bot?.Identifier, "the identifier"),
        Constant(Fields.Protocol.Application, "telnet").Where(OfTelnet),
        Constant(Fields.Protocol.Application, "smtp").Where(Cell(4).IsInAnyCase("extortion", "misc").And(Cell(7).Is("25"))),
        Bot(Fields.Protocol.Application, static bot => bot?.Application, "the protocol"),
        Bot(Fields.EventDescription.Text, static bot => bot?.Text, "the description"),
        Constant(Fields.EventDescription.Url, AbuseatUrl).Where(Cell(4).IsInAnyCase("misc")),
        Constant(Fields.Feed.Documentation, AbuseatUrl).Where(Cell(4).IsInAnyCase("misc")),
        Constant(Fields.Malware.Name, "mirai").Where(Cell(4).IsInAnyCase("iotmirai")),
        .. Details.Column(Column(4, Fields.Malware.Name).With(Malware, "in lower case; \"s_other\" for \"auto\"").Where(OfMalware), Fields.Malware.Name, "malware.name"),
        Column(5, Fields.Source.Url).Optional().Where(OfMalware),
        Extra(8, "spam_ip").With(static (value, _) => Part(value, 0), "what stands in front of the first colon").Where(OfWholeSpamLink),
        Column(8, Fields.Malware.Version).With(static (value, _) => Part(value, 1), "what stands between the colons").Where(OfWholeSpamLink),
        Column(8, Fields.Malware.Name).With(static (value, _) => Part(value, 2), "what stands behind the second colon").Where(OfWholeSpamLink),
        Extra(8, "spam").Where(OfSpamLink.And(Cell(8).That(static value => value.Utf8.Count((byte)':') != 2, "has other than three parts"))),
        Column(6, Fields.Source.Url).Where(OfSpamLink),
        Column(0, Fields.Source.Ip),
        .. Details.Column(Column(1, Fields.Source.Asn).With(Asn, "without \"AS\""), Fields.Source.Asn, "source.asn", "?"),
        .. Details.Column(2, Fields.Source.Geolocation.Cc, "source.geolocation.cc", "?"),
        Column(3, Fields.Time.Source).With(Seconds, "whole seconds since 1970"),
        Column(5, Fields.Destination.Fqdn).With(Destination, "unless \"?\", or with a colon").Optional().Where(Cell(4).IsNotInAnyCase("iotscan")),
        Column(6, Fields.Destination.Ip).Optional(),
        Column(7, Fields.Destination.Port).Optional(),
        Extra(8, "source.local_port").With(LocalPort, "as an integer").Where(Cell(4).IsNotInAnyCase(SpamLink)),
        Column(9, Fields.Protocol.Transport).Optional(),
    ];

    /// <inheritdoc/>
    protected override LineFormat Format { get; } =
        new() { Separator = ",", TrimsCells = true, MinimumCells = 10, CommentPrefixes = [";"], KeepsCommentsInRaw = true };

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string url = report[Fields.Feed.Url] ?? "";
        int key = url.IndexOf("key=", StringComparison.Ordinal);
        if (key >= 0)
        {
            report = report.Clone();
            report.Set(Fields.Feed.Url.Name, url[..key]);
        }

        return base.ReadElements(report);
    }

    private static ColumnRule Bot(Field field, Func<SpamhausBot?, string?> part, string words)
    {
        ColumnRule rule = Column(4, field).With(
            (value, buffer) =>
            {
                int start = buffer.Length;
                buffer.Append(part(SpamhausBot.Find(value)).AsSpan());
                return buffer.Length == start ? Harmonized.None : Harmonized.Written(FieldValueKind.Text, buffer, start);
            },
            $"{words} that the table of detections gives");
        return rule with { Table = SpamhausBot.TableOf(part) };
    }

    private static Harmonized Malware(FieldValue value, Utf8Buffer buffer)
    {
        string name = value.ToString().ToLowerInvariant();
        int start = buffer.Length;
        buffer.Append((name == "auto" ? "s_other" : name).AsSpan());
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    // One of three parts with colons between them.
    private static Harmonized Part(FieldValue value, int index)
    {
        int start = 0;
        for (; index > 0; index--)
            start += value.Utf8[start..].IndexOf((byte)':') + 1;
        int length = value.Utf8[start..].IndexOf((byte)':');
        return Harmonized.Slice(FieldValueKind.Text, start, length < 0 ? value.Utf8.Length - start : length);
    }

    private static Harmonized Asn(FieldValue value, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        ReadOnlySpan<byte> rest = value.Utf8;
        for (int at = rest.IndexOf("AS"u8); at >= 0; at = rest.IndexOf("AS"u8))
        {
            buffer.Append(rest[..at]);
            rest = rest[(at + 2)..];
        }

        buffer.Append(rest);
        return buffer.Slice(start, buffer.Length - start).SequenceEqual("?"u8) ? Harmonized.None : Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static Harmonized Seconds(FieldValue value, Utf8Buffer buffer)
        => value.Utf8.ContainsAny((byte)'.', (byte)'e', (byte)'E') ? Harmonized.Invalid("is not a whole number of seconds since 1970") : TimeFormat.Timestamp.Convert(value.Utf8, buffer);

    private static Harmonized Destination(FieldValue value, Utf8Buffer buffer)
        => value.Utf8.Contains((byte)':') || value.Utf8.SequenceEqual("?"u8)
            ? Harmonized.None
            : Harmonized.Slice(value.Kind, 0, value.Utf8.Length);

    private static Harmonized LocalPort(FieldValue value, Utf8Buffer buffer)
    {
        if (value.IsIgnored || value.Utf8.SequenceEqual("?"u8))
            return Harmonized.None;
        if (!long.TryParse(value.Utf8, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long port))
            return Harmonized.Slice(value.Kind, 0, value.Utf8.Length);
        int start = buffer.Length;
        buffer.Append(port);
        return Harmonized.Written(FieldValueKind.Number, buffer, start);
    }
}

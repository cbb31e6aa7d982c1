using System.Globalization;
using System.Text;
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
public sealed class SpamhausCertParser : LineParser
{
    private const string AbuseatUrl = "https://www.abuseat.org/lookup.cgi";
    private const string SpamLink = "l_spamlink";

    /// <summary>Creates the parser.</summary>
    public SpamhausCertParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public SpamhausCertParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Column(0, Fields.Source.Ip),
        Column(1, Fields.Source.Asn).With(Asn, "without \"AS\", unless \"?\""),
        Column(2, Fields.Source.Geolocation.Cc).Unless("?"),
        Column(3, Fields.Time.Source).With(Seconds, "whole seconds since 1970"),
        Column(5, Fields.Destination.Fqdn).With(Destination, "unless \"?\", or with a colon").Optional(),
        Column(6, Fields.Destination.Ip).Optional(),
        Column(7, Fields.Destination.Port).Optional(),
        Extra(8, "source.local_port").With(LocalPort, "as an integer"),
        Column(9, Fields.Protocol.Transport).Optional(),
    ];

    /// <inheritdoc/>
    public override bool HasHook => true;

    /// <inheritdoc/>
    protected override LineFormat Format { get; } =
        new() { Separator = ",", TrimsCells = true, MinimumCells = 10, CommentPrefixes = [";"], KeepsCommentsInRaw = true };

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.spamhaus.parser_cert",
        "Parses the detections of Spamhaus' CERT Insight portal.",
        static (options, services) => new SpamhausCertParser(options, services));

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

    /// <inheritdoc/>
    protected override RowVerdict Complete(RowEvent row)
    {
        string name = NameOf(row.Row);
        if (!SpamhausBot.ByName.TryGetValue(name, out SpamhausBot? bot))
        {
            row.Set(Fields.Classification.Type, ClassificationType.InfectedSystem);
            row.Set(Fields.Source.Url, row.Row[5]);
            return RowVerdict.FailIf(row.Set(Fields.Malware.Name, name == "auto" ? "s_other" : name));
        }

        ReadOnlySpan<byte> port = row.Row[7].Utf8;
        (string identifier, string? application) = name switch
        {
            "iotscan" or "iotuser" when port.SequenceEqual("23"u8) || port.SequenceEqual("2323"u8) => ("telnet", "telnet"),
            "extortion" or "misc" when port.SequenceEqual("25"u8) => (bot.Identifier, "smtp"),
            _ => (bot.Identifier, bot.Application),
        };
        row.Set(Fields.Classification.Type, bot.Type);
        row.Set(Fields.Classification.Identifier, identifier);
        if (application is not null)
            row.Set(Fields.Protocol.Application, application);
        if (bot.Text is not null)
            row.Set(Fields.EventDescription.Text, bot.Text);
        return name switch
        {
            SpamLink => AddSpamLink(row),
            "misc" => AddAbuseat(row),
            "iotmirai" => RowVerdict.FailIf(row.Set(Fields.Malware.Name, "mirai")),
            _ => RowVerdict.Keep,
        };
    }

    private static RowVerdict AddSpamLink(RowEvent row)
    {
        ReadOnlySpan<byte> cell = row.Row[8].Utf8;
        int first = cell.IndexOf((byte)':');
        int second = first < 0 ? -1 : cell[(first + 1)..].IndexOf((byte)':');
        if (second < 0 || cell[(first + second + 2)..].Contains((byte)':'))
            return RowVerdict.Fail(null, "has other than an address, a version and a name in its ninth cell");
        row.Set("extra.spam_ip", FieldValue.Text(cell[..first]));
        SetResult version = row.Set(Fields.Malware.Version, FieldValue.Text(cell.Slice(first + 1, second)));
        SetResult name = row.Set(Fields.Malware.Name, FieldValue.Text(cell[(first + second + 2)..]));
        SetResult url = row.Set(Fields.Source.Url, row.Row[6]);
        return RowVerdict.FailIf(version.IsRefused ? version : name.IsRefused ? name : url);
    }

    private static RowVerdict AddAbuseat(RowEvent row)
    {
        row.Set(Fields.EventDescription.Url, AbuseatUrl);
        if (row.Get(Fields.Feed.Documentation).IsMissing)
            row.Set(Fields.Feed.Documentation, AbuseatUrl);
        return RowVerdict.Keep;
    }

    private static string NameOf(Row row) => row[4].ToString().ToLowerInvariant();

    private static bool Is(Row row, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(row[4].Utf8, name);

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

    private static Harmonized Destination(FieldValue value, Row row, Utf8Buffer buffer)
        => value.Utf8.Contains((byte)':') || value.Utf8.SequenceEqual("?"u8) || Is(row, "iotscan"u8)
            ? Harmonized.None
            : Harmonized.Slice(value.Kind, 0, value.Utf8.Length);

    private static Harmonized LocalPort(FieldValue value, Row row, Utf8Buffer buffer)
    {
        if (value.IsIgnored || value.Utf8.SequenceEqual("?"u8) || Is(row, "l_spamlink"u8))
            return Harmonized.None;
        if (!long.TryParse(value.Utf8, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long port))
            return Harmonized.Invalid("is not an integer");
        int start = buffer.Length;
        buffer.Append(port);
        return Harmonized.Written(FieldValueKind.Number, buffer, start);
    }
}

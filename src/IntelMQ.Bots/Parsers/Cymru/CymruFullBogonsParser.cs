using System.Text;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Cymru;

/// <summary>
/// Parses Team Cymru's full bogons: addresses and networks that nobody should route. The first line says in parentheses when the list was
/// made, and stands in front of each row in <c>raw</c>.
/// </summary>
[Bot("intelmq.bots.parsers.cymru.parser_full_bogons", BotKind.Parser, Summary = "Parses Team Cymru's lists of addresses and networks that nobody should route.")]
public sealed partial class CymruFullBogonsParser(PlainParserOptions options, BotServices services) : LineParser(options, services)
{
    private static readonly FieldMap Bogons =
    [
        Constant(Fields.Classification.Type, ClassificationType.Blacklist),
        Column(0, Fields.Source.Ip).Optional(),
        Column(0, Fields.Source.Network).With(UnlessAddress, "where the line is no address"),
    ];

    private readonly Utf8Buffer _converted = new();
    private FieldMap _map = Bogons;
    private string _time = "";

    /// <inheritdoc/>
    public override FieldMap Map => Bogons;

    /// <inheritdoc/>
    protected override LineFormat Format { get; } =
        new() { HeaderLines = 1, CommentPrefixes = ["#", "//"], KeepsCommentsInRaw = true, KeepsCarriageReturnInRaw = true };

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report)
    {
        ReadOnlySpan<byte> all = text.Span;
        ReadOnlySpan<byte> trimmed = Utf8Text.Trim(all);
        if (trimmed.IsEmpty)
            return default;
        all.Overlaps(trimmed, out int start);
        int end = trimmed.IndexOfAny((byte)'\r', (byte)'\n');
        UseTime(end < 0 ? trimmed : trimmed[..end]);
        return text.Slice(start, trimmed.Length);
    }

    /// <inheritdoc/>
    protected override FieldMap MapFor(Report report) => _map;

    /// <inheritdoc/>
    protected override RowOutcome ReadComment(ReadOnlySpan<byte> line) => RowOutcome.Skip;

    private void UseTime(ReadOnlySpan<byte> header)
    {
        int open = header.IndexOf((byte)'(');
        int close = header.IndexOf((byte)')');
        _converted.Clear();

        // A missing parenthesis does not hide the date.
        ReadOnlySpan<byte> date = close > open ? header[(open + 1)..close] : close < 0 ? header[(open + 1)..] : [];
        if (!UtcTime.TryParse(date, out DateTimeOffset time))
            throw new InvalidReportException("The first line does not say in parentheses when the list was made.");
        UtcTime.Write(time, _converted);
        string text = Encoding.UTF8.GetString(_converted.WrittenSpan);
        if (text == _time)
            return;
        _time = text;
        _map = [.. Bogons, Constant(Fields.Time.Source, text)];
    }

    private static Harmonized UnlessAddress(FieldValue value, Utf8Buffer buffer)
        => HarmonizationTypes.IPAddress.Convert(value, buffer).IsValid ? Harmonized.None : Harmonized.Slice(value.Kind, 0, value.Utf8.Length);
}

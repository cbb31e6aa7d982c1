using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Spamhaus;

/// <summary>
/// Parses Spamhaus' lists of networks and autonomous systems not to route, in JSON: DROP, DROPv6 and ASN-DROP. Each line is an object; one
/// of the type <c>metadata</c>, mostly the last, gives the others their time.
/// </summary>
[Bot("intelmq.bots.parsers.spamhaus.parser_drop_json", BotKind.Parser)]
public sealed partial class SpamhausDropJsonParser : JsonLinesParser
{
    // An object of metadata is shorter.
    private const int MaxMetadata = 4096;

    private readonly NotedValue _time = new("the time in the metadata");

    /// <summary>Creates the parser.</summary>
    public SpamhausDropJsonParser(PlainParserOptions options, BotServices services)
        : base(options, services)
        => Map = UnknownMembers.KeptBeside(
        [
            SkipWhere(Cell("type").Is("metadata")),
            Constant(Fields.Classification.Type, ClassificationType.Spam),
            Column("cidr", Fields.Source.Network),
            Column("asn", Fields.Source.Asn),
            Column("asname", Fields.Source.AsName).Optional(),
            Column("cc", Fields.Source.Geolocation.Cc).Optional(),
            Column("rir", Fields.Source.Registry).Optional(),
            Extra("sblid", "blocklist"),
            Extra("domain"),
            _time.For(Fields.Time.Source),
            NeedOneOf(Fields.Source.Network, Fields.Source.Asn).Because("has neither a network (cidr) nor a system (asn)"),
        ]);

    /// <inheritdoc/>
    public override FieldMap Map { get; }

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReadTime(report.Raw.Span);
        return base.ReadElements(report);
    }

    // The rows need the time before their line is read.
    private void ReadTime(ReadOnlySpan<byte> text)
    {
        _time.Clear();
        int at = text.LastIndexOf("\"metadata\""u8);
        if (at < 0)
            return;
        int start = text[..at].LastIndexOfAny((byte)'\r', (byte)'\n') + 1;
        int length = text[start..].IndexOfAny((byte)'\r', (byte)'\n');
        ReadOnlySpan<byte> line = length < 0 ? text[start..] : text.Slice(start, length);
        if (line.Length > MaxMetadata || JsonReport.Parse(line.ToArray()) is not { } metadata)
            return;
        using (metadata)
        {
            JsonElement root = metadata.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("timestamp"u8, out JsonElement timestamp)
                && TimeFormat.Timestamp.TryParse(JsonReport.ValueOf(timestamp).Utf8, out DateTimeOffset time))
                _time.Set(time);
        }
    }
}

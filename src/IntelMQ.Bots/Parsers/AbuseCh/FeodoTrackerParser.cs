using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.AbuseCh;

/// <summary>
/// Parses the lists of command and control servers of Feodo Tracker: a JSON array of objects, a table, or an address in each line. The report's
/// first character says whether it is JSON.
/// </summary>
/// <example><code>await using FileStream file = File.OpenRead("ipblocklist.json");
/// ParseResult result = await new FeodoTrackerParser(new()).ParseAsync(file);</code></example>
[Bot("intelmq.bots.parsers.abusech.parser_feodotracker", BotKind.Parser, Summary = "Parses the command and control servers of abuse.ch's Feodo Tracker.")]
public sealed partial class FeodoTrackerParser(PlainParserOptions options, BotServices services) : AbuseChExportParser(options, services)
{
    private const string AddressColumn = "dst_ip";

    private static readonly TimeFormat Midnight = TimeFormat.FromFormatMidnight("%Y-%m-%d");

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, ClassificationType.C2Server),
        Column("first_seen", Fields.Time.Source).With(TimeFormat.FromFormat("%Y-%m-%d %H:%M:%S")).Optional(),
        Column("first_seen_utc", Fields.Time.Source).With(TimeFormat.FromFormat("%Y-%m-%d %H:%M:%S")).Optional(),
        Column("last_online", Fields.Time.Source).With(WhereNeverSeen, "the day, where first_seen is empty").Optional(),
        Extra("last_online"),
        Column("ip_address", Fields.Source.Ip),
        Column("dst_ip", Fields.Source.Ip),
        .. Details.Column("port", Fields.Source.Port),
        .. Details.Column("dst_port", Fields.Source.Port),
        .. Details.Column("as_number", Fields.Source.Asn),
        .. Details.Column("as_name", Fields.Source.AsName),
        .. Details.Column("country", Fields.Source.Geolocation.Cc),
        .. Details.Column("hostname", Fields.Source.ReverseDns),
        .. Details.Column("malware", Fields.Malware.Name),
        .. Details.Column("status", Fields.Status),
        .. Details.Column("c2_status", Fields.Status),
    ];

    private protected override string HeaderColumn => AddressColumn;

    private protected override string Header => "";

    private protected override string IdColumn => "id";

    /// <inheritdoc/>
    protected override (ReadOnlyMemory<byte> Table, byte[] RawPrefix) Prepare(ReadOnlyMemory<byte> text, Report report)
        => text.Span.Contains((byte)',') ? base.Prepare(text, report) : (AbuseChExport.Table(text, HeaderColumn, AddressColumn), []);

    // As in IntelMQ, a first_seen that is no time is not made up for.
    private static Harmonized WhereNeverSeen(FieldValue value, Row row, Utf8Buffer buffer)
        => row["first_seen"].Utf8.IsEmpty && row["first_seen_utc"].Utf8.IsEmpty ? Midnight.Convert(value.Utf8, buffer) : Harmonized.None;
}

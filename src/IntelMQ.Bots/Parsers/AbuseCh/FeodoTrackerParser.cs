using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.AbuseCh;

/// <summary>Parses the list of command and control servers of Feodo Tracker: a JSON array of objects.</summary>
public sealed class FeodoTrackerParser : JsonParser
{
    private static readonly TimeFormat Midnight = TimeFormat.FromFormatMidnight("%Y-%m-%d");

    /// <summary>Creates the parser.</summary>
    public FeodoTrackerParser(PlainParserOptions options)
        : base(options)
    {
    }

    /// <summary>Creates the parser.</summary>
    public FeodoTrackerParser(PlainParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, ClassificationType.C2Server),
        Column("first_seen", Fields.Time.Source).With(TimeFormat.FromFormat("%Y-%m-%d %H:%M:%S")).Optional(),
        Column("last_online", Fields.Time.Source).With(WhereNeverSeen, "the day, where first_seen is empty").Optional(),
        Extra("last_online"),
        Column("ip_address", Fields.Source.Ip),
        Column("port", Fields.Source.Port),
        Column("as_number", Fields.Source.Asn).Optional(),
        Column("as_name", Fields.Source.AsName).Optional(),
        Column("country", Fields.Source.Geolocation.Cc).Optional(),
        Column("hostname", Fields.Source.ReverseDns).Optional(),
        Column("malware", Fields.Malware.Name).Optional(),
        Column("status", Fields.Status).Optional(),
    ];

    internal static BotDescriptor Descriptor => PlainParser.Describe(
        "intelmq.bots.parsers.abusech.parser_feodotracker",
        "Parses the command and control servers of abuse.ch's Feodo Tracker.",
        static (options, services) => new FeodoTrackerParser(options, services));

    // As in IntelMQ, a first_seen that is no time is not made up for.
    private static Harmonized WhereNeverSeen(FieldValue value, Row row, Utf8Buffer buffer)
        => row["first_seen"].Utf8.IsEmpty ? Midnight.Convert(value.Utf8, buffer) : Harmonized.None;
}

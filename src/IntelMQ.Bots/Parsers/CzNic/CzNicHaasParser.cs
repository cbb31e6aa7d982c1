using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.CzNic;

/// <summary>Parses the sessions of CZ.NIC's honeypot as a service: a JSON array of objects.</summary>
[Bot("intelmq.bots.parsers.cznic.parser_haas", BotKind.Parser)]
public sealed partial class CzNicHaasParser(PlainParserOptions options, BotServices services) : JsonParser(options, services)
{
    private static readonly string[] Needed = ["ip", "time"];

    /// <inheritdoc/>
    public override FieldMap Map { get; } = UnknownMembers.KeptBeside(
    [
        Constant(Fields.Protocol.Transport, "tcp"),
        Constant(Fields.Protocol.Application, "ssh"),
        Constant(Fields.Destination.Port, "22"),
        Column("login_successful", Fields.Classification.Type).With(Classify, "whether somebody got in").Required(),
        Extra("login_successful", "count").With(static (value, buffer) => GotIn(value) ? Harmonized.None : One(buffer), "1 where nobody got in"),
        Column("ip", Fields.Source.Ip),
        Column("time", Fields.Time.Source),
        .. Details.Column("country", Fields.Source.Geolocation.Cc),
        Extra("time_closed") with { KeepsEmpty = true },
        Extra("commands") with { KeepsEmpty = true },
    ], "id");

    private static Harmonized Classify(FieldValue value, Row row, Utf8Buffer buffer)
    {
        if (!value.TryGetBoolean(out bool gotIn))
            return Harmonized.Invalid("cannot be told: login_successful is neither true nor false");
        foreach (string name in Needed)
        {
            if (row[name].IsMissing)
                return Harmonized.Invalid("cannot be told: one of the members ip and time is missing");
        }

        int start = buffer.Length;
        buffer.Append(gotIn ? ClassificationType.SystemCompromise : ClassificationType.BruteForce);
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static bool GotIn(FieldValue value) => value.TryGetBoolean(out bool gotIn) && gotIn;

    private static Harmonized One(Utf8Buffer buffer)
    {
        int start = buffer.Length;
        buffer.Append((byte)'1');
        return Harmonized.Written(FieldValueKind.Number, buffer, start);
    }
}

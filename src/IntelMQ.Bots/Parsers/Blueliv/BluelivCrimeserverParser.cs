using System.Collections.Frozen;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Blueliv;

/// <summary>Parses Blueliv's crime servers: a JSON array of objects. What is not known of them is kept below <c>extra.</c></summary>
[Bot("intelmq.bots.parsers.blueliv.parser_crimeserver", BotKind.Parser)]
public sealed partial class BluelivCrimeserverParser(PlainParserOptions options, BotServices services) : JsonParser(options, services)
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["BACKDOOR"] = ClassificationType.SystemCompromise,
        ["C_AND_C"] = ClassificationType.C2Server,
        ["EXPLOIT_KIT"] = ClassificationType.Exploit,
        ["MALWARE"] = ClassificationType.MalwareDistribution,
        ["PHISHING"] = ClassificationType.Phishing,
        ["TOR_IP"] = ClassificationType.Proxy,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override FieldMap Map { get; } = UnknownMembers.KeptBeside(
    [
        RefuseWhere(Cell("url").IsMissing().And(Cell("ip").IsMissing()), "has neither a URL nor an address"),
        Column("type", Fields.Classification.Type).Translate(Types, ClassificationType.Undetermined).Where(Cell("type").That(static value => !value.IsIgnored, "says something")),
        Extra("type").Where(Cell("type").IsNot([.. Types.Keys])),
        Column("type", Fields.Source.TorNode).With(static (value, buffer) => IsTor(value) ? True(buffer) : Harmonized.None, "true for TOR_IP"),

        // For Tor's nodes the feed gives the address in place of a URL.
        Column("url", Fields.Source.Url).With(static (value, row, _) => If(IsTor(row["type"]), value), "of Tor's nodes").Optional(),
        Column("url", Fields.Source.Url).With(static (value, row, _) => If(!IsTor(row["type"]), value), "of all others"),
        Column("ip", Fields.Source.Ip),
        .. Details.Column("country", Fields.Source.Geolocation.Cc),
        Column("lastSeenAt", Fields.Time.Source),
        Extra("status") with { KeepsEmpty = true },
        Extra("confidence") with { KeepsEmpty = true },
        Extra("updatedAt", "time_updated") with { KeepsEmpty = true },
        Extra("firstSeenAt", "time_first_seen") with { KeepsEmpty = true },
    ], "_id", "id", "latitude", "longitude", "location");

    private static bool IsTor(FieldValue type) => type.Utf8.SequenceEqual("TOR_IP"u8);

    private static Harmonized If(bool condition, FieldValue value)
        => condition ? Harmonized.Slice(value.Kind, 0, value.Utf8.Length) : Harmonized.None;

    private static Harmonized True(Text.Utf8Buffer buffer)
    {
        int start = buffer.Length;
        buffer.Append("true"u8);
        return Harmonized.Written(FieldValueKind.Boolean, buffer, start);
    }
}

using System.Collections.Frozen;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Calidog;

/// <summary>
/// Parses messages of Calidog's stream of new certificates: one JSON object a report, an event for each of the certificate's names. The whole
/// message is each event's <c>raw</c>; of a certificate with very many names, a message with the one name. Heartbeats
/// make none.
/// </summary>
[Bot("intelmq.bots.parsers.calidog.parser_certstream", BotKind.Parser)]
public sealed partial class CertStreamParser(PlainParserOptions options, BotServices services) : JsonParser(options, services)
{
    // Of messages and certificates little is taken; what is new in them is kept.
    private static readonly FrozenSet<string> Message = FrozenSet.Create(StringComparer.Ordinal, "message_type", "data");
    private static readonly FrozenSet<string> Data = FrozenSet.Create(StringComparer.Ordinal, "update_type", "leaf_cert", "chain", "cert_index", "cert_link", "seen", "source");
    private static readonly FrozenSet<string> Certificate = FrozenSet.Create(
        StringComparer.Ordinal,
        "all_domains", "subject", "issuer", "extensions", "not_before", "not_after", "serial_number", "fingerprint", "sha1", "sha256", "signature_algorithm", "is_ca", "as_der", "der", "chain");

    /// <inheritdoc/>
    public override FieldMap Map { get; } =
    [
        SkipWhere(Cell("message_type").IsInAnyCase("heartbeat")),
        RefuseWhere(Cell("data").That(static value => value.Kind != FieldValueKind.Json || value.Utf8[0] != (byte)'{', "is no object"), "is not an object"),
        Column("data.seen", Fields.Time.Source).With(Millis, "seconds or milliseconds since 1970, by the length").RequiresCell(),
        SkipWhere(Cell("data.leaf_cert.all_domains").That(static value => value.Kind is FieldValueKind.Missing or FieldValueKind.Null, "is absent")),
        RefuseWhere(Cell("data.leaf_cert.all_domains").That(static value => value.Kind != FieldValueKind.Json || value.Utf8[0] != (byte)'[', "is no list"), "is not a list of names"),
        Each(new RowElements("data.leaf_cert.all_domains")),
        Constant(Fields.Classification.Type, ClassificationType.Other),
        Extra(WholeRow, "new.message").With(static (value, buffer) => NewMembers.Of(value, buffer, Message), "the members that are new"),
        Extra("data", "new.data").With(static (value, buffer) => NewMembers.Of(value, buffer, Data), "the members that are new"),
        Extra("data.leaf_cert", "new.leaf_cert").With(static (value, buffer) => NewMembers.Of(value, buffer, Certificate), "the members that are new"),
        Column(Element, Fields.Source.Fqdn).Optional(),
        Column(Element, Fields.Source.Ip).UnlessSet(Fields.Source.Fqdn),
    ];

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report)
        => text.Span.Trim(" \t\r\n"u8) is [(byte)'{', .. var members, (byte)'}'] && !members.Trim(" \t\r\n"u8).IsEmpty
            ? text
            : throw new InvalidReportException("The report is not a JSON object with an object in the member data.");

    private static Harmonized Millis(FieldValue value, Utf8Buffer buffer)
    {
        int point = value.Kind == FieldValueKind.Number ? value.Utf8.IndexOf((byte)'.') : -1;
        return TimeFormat.EpochByLength.Convert(point < 0 ? value.Utf8 : value.Utf8[..point], buffer);
    }
}

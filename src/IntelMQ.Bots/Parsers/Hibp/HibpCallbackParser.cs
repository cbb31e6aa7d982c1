using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers.Hibp;

/// <summary>
/// Parses the calls of Have I Been Pwned's enterprise service: one JSON object about a domain, in a breach or a paste. Each address is an
/// event; of a call with very many addresses, its <c>raw</c> is a call with the one address.
/// </summary>
[Bot("intelmq.bots.parsers.hibp.parser_callback", BotKind.Parser)]
public sealed partial class HibpCallbackParser(PlainParserOptions options, BotServices services) : JsonParser(options, services)
{
    /// <inheritdoc/>
    public override FieldMap Map { get; } = UnknownMembers.KeptBeside(
    [
        RefuseWhere(Cell("DomainEmails").That(static value => !IsListOfTexts(value), "is no list of texts"), "is not a list of addresses"),
        RefuseWhere(Cell("Email").That(static value => value.Kind != FieldValueKind.Text && !value.IsIgnored, "is no text"), "is not an address"),
        Each(new RowElements("DomainEmails", "Email") { AreDistinct = true }),
        Column(Element, Fields.Source.Account),
        Constant(Fields.Classification.Taxonomy, ClassificationTaxonomy.InformationContentSecurity),
        Constant(Fields.Classification.Type, ClassificationType.DataLeak),
        Constant(Fields.Classification.Identifier, "breach").Where(Cell("Breach").IsThere()),
        Constant(Fields.Classification.Identifier, "paste").Where(Cell("Paste").IsThere()),
        Column("Domain", Fields.Source.Fqdn).RequiresCell(),
        Extra("DomainEmails", "domain_emails"),
        Extra("Breach", "breach"),
        Column("Breach.AddedDate", Fields.Time.Source),
        Extra("Paste", "paste"),
    ]);

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report) => text.Trim(" \t\r\n"u8);

    // Nothing may stand among them, too.
    private static bool IsListOfTexts(FieldValue value)
    {
        if (value.Kind != FieldValueKind.Json || value.Utf8[0] != (byte)'[')
            return false;
        var reader = new Utf8JsonReader(value.Utf8);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                return false;
        }

        return true;
    }
}

using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Shodan;

/// <summary>The parameters of <see cref="ShodanParser"/>.</summary>
public sealed partial class ShodanParserOptions : ParserOptions
{
    /// <summary><c>minimal_mode</c>: whether only the main members are mapped and the whole banner is stored in <c>extra.shodan</c>.</summary>
    public bool MinimalMode { get; set; }

    /// <summary><c>ignore_errors</c>: taken for old configurations, without effect, as in IntelMQ.</summary>
    public bool IgnoreErrors { get; set; } = true;

    /// <summary><c>classification_type</c>: the type of all events, <c>other</c> by default. The parameter is this project's own.</summary>
    public string? ClassificationType { get; set; }

    /// <summary>
    /// <c>classification_identifier</c>: the identifier of all events; by default <c>shodan-scan</c>, in minimal mode <c>network-scan</c>. The
    /// parameter is this project's own.
    /// </summary>
    public string? ClassificationIdentifier { get; set; }

    /// <inheritdoc/>
    public override void Validate(ICollection<string> complaints)
    {
        base.Validate(complaints);
        ValidateType(ClassificationType ?? Harmonization.ClassificationType.Other, complaints);
    }

    internal static void ValidateType(string type, ICollection<string> complaints)
    {
        ArgumentNullException.ThrowIfNull(complaints);
        if (!Harmonization.ClassificationType.All.Contains(type, StringComparer.Ordinal))
            complaints.Add($"classification_type is '{type}', which is no type of classification.");
    }
}

/// <summary>
/// Parses banners of Shodan's stream: one JSON object, or an array of them, in a report; and its downloads, packed or not: an object in each
/// line. A banner of a download that has no time has that of the report's observation.
/// </summary>
[Bot("intelmq.bots.parsers.shodan.parser", BotKind.Parser, Summary = "Parses banners of Shodan's stream.")]
public sealed partial class ShodanParser : JsonParser
{
    // A banner may have its address as a number, or as one of version 6 alone.
    private static readonly FieldMap OtherAddresses =
    [
        Column("ipv6", Fields.Source.Ip),
        Column("ip", Fields.Source.Ip).With(ShodanConverters.Address, "an address as a number").Optional(),
    ];

    private static readonly FieldMap Full = FullWith(HarmonizationTypes.FQDN);
    private static readonly FieldMap Full33 = FullWith(HarmonizationTypes.IntelMQ33.FQDN);

    private static FieldMap FullWith(HarmonizationType names) =>
    [
        .. ShodanTable.Columns.SelectMany(row => ShodanTable.RulesOf(row.Path, row.Field, (path, rule) => Convert(path, rule, names))),
        .. OtherAddresses,
        Extra("vulns", "verified_vulns").With(Verified, "the names of those that are verified") with { KeepsEmpty = true },
        Extra(WholeRow, "shodan.unique_keys").With(UniqueKeys, "the names of members that not every banner has") with { KeepsEmpty = true },
        Extra(WholeRow, "shodan.new").With(static (value, buffer) => NewMembers.Of(value, buffer, ShodanMembers.Banner, ShodanMembers.Modules), "the members that are new, also those of modules"),
        Column(WholeRow, Fields.Protocol.Application).With(Protocol, "the member that is named like a protocol; the one that the scan looked for, if it is there") with { AlsoReads = ["_shodan.module"] },
    ];

    private static readonly FieldMap Minimal =
    [
        Column("timestamp", Fields.Time.Source).Required(),
        Column("location.country_code", Fields.Source.Geolocation.Cc).Optional(),
        WhereTrue(Column("ip_str", Fields.Source.Ip)),
        .. OtherAddresses,
        WhereTrue(Column("asn", Fields.Source.Asn)).Optional(),
        WhereTrue(Column("port", Fields.Source.Port)).Optional(),
        WhereTrue(Column("transport", Fields.Protocol.Transport)).Optional(),
        WhereTrue(Column("org", Fields.EventDescription.Target)).Optional(),
        WhereTrue(Extra("data")),
        WhereTrue(Extra("title", "html_title")),
        WhereTrue(Extra("tags")),
        Extra(WholeRow, "shodan").With(Banner, "as JSON"),
    ];

    private readonly NotedValue _observed = new("the time of the report's observation, in downloads");
    private readonly Lines _lines;

    /// <summary>Creates the parser.</summary>
    public ShodanParser(ShodanParserOptions options, BotServices services)
        : base(options, services)
    {
        Map =
        [
            Constant(Fields.Classification.Type, options.ClassificationType ?? ClassificationType.Other),
            Constant(Fields.Classification.Identifier, options.ClassificationIdentifier ?? (options.MinimalMode ? "network-scan" : "shodan-scan")),
            .. options.MinimalMode ? Minimal : ShodanTable.NamesOf(services.Schema) == HarmonizationTypes.FQDN ? Full : Full33,
            _observed.For(Fields.Time.Source),
        ];
        _lines = new Lines(this, options, services);
    }

    /// <inheritdoc/>
    public override FieldMap Map { get; }

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        report = PackedReport.Unpacked(report);
        _observed.Clear();
        if (!IsInLines(report.Raw.Span))
            return base.ReadElements(report);
        _observed.Set(report[Fields.Time.Observation.Name].Utf8);
        return ReadWith(_lines, report);
    }

    // Of one object over several lines, the next line begins otherwise, or the first one ends so that it goes on.
    private static bool IsInLines(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart("\uFEFF \t\r\n"u8);
        int end = text.IndexOfAny((byte)'\r', (byte)'\n');
        return end > 0 && text[0] == (byte)'{' && text[end..].TrimStart("\r\n"u8) is [(byte)'{', ..] && text[..end].TrimEnd(" \t"u8) is not [.., (byte)':' or (byte)',' or (byte)'['];
    }

    private static ColumnRule WhereTrue(ColumnRule rule) => rule.With(ShodanConverters.Truthy, "unless false, zero or empty");

    private static ColumnRule Convert(string path, ColumnRule rule, HarmonizationType names) => path switch
    {
        "hostnames" or "domains" => rule.With(ShodanConverters.FirstName(names), "the first valid name"),
        "ftp.features" or "vulns" => rule.With(ShodanConverters.Identified, "a list of objects with their names"),
        "coap.resources" or "http.components" or "mac" or "rsync.modules" => rule.With(ShodanConverters.Names, "the names"),
        "opts.ldap.supportedControl" or "opts.ldap.supportedLDAPVersion" => rule.With(ShodanConverters.List, "as a list"),
        "ssl.cert.serial" or "ssl.dhparams.generator" => rule.With(ShodanConverters.Text, "as text"),
        _ => rule,
    };

    // A banner of one line.
    private static Harmonized Banner(FieldValue value, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        for (ReadOnlySpan<byte> rest = value.Utf8.Trim(" \t\r\n"u8); ;)
        {
            int end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            buffer.Append(end < 0 ? rest : rest[..end]);
            if (end < 0)
                return Harmonized.Written(FieldValueKind.Json, buffer, start);
            rest = rest[(end + 1)..];
        }
    }

    private static Harmonized Verified(FieldValue value, Utf8Buffer buffer)
    {
        var all = new Utf8Buffer();
        Harmonized identified = ShodanConverters.Identified(value, all);
        if (identified.Kind != FieldValueKind.Json)
            return Harmonized.None;
        int start = buffer.Length;
        buffer.Append((byte)'[');
        using JsonDocument list = JsonDocument.Parse(all.WrittenMemory);
        foreach (JsonElement vulnerability in list.RootElement.EnumerateArray())
        {
            if (!vulnerability.TryGetProperty("verified"u8, out JsonElement verified) || !IsTrue(verified))
                continue;
            ShodanConverters.Separate(buffer, start + 1);
            buffer.Append(Encoding.UTF8.GetBytes(vulnerability.GetProperty("identifier"u8).GetRawText()));
        }

        buffer.Append((byte)']');
        return Harmonized.Written(FieldValueKind.Json, buffer, start);
    }

    private static Harmonized UniqueKeys(FieldValue value, Utf8Buffer buffer)
    {
        int start = buffer.Length;
        buffer.Append((byte)'[');
        foreach (string key in KeysOf(value.Utf8))
        {
            ShodanConverters.Separate(buffer, start + 1);
            ShodanConverters.AppendQuoted(JsonEncodedText.Encode(key).EncodedUtf8Bytes, buffer);
        }

        buffer.Append((byte)']');
        return Harmonized.Written(FieldValueKind.Json, buffer, start);
    }

    private static Harmonized Protocol(FieldValue value, Row row, Utf8Buffer buffer)
    {
        if (ProtocolOf(KeysOf(value.Utf8), row["_shodan.module"].ToString()) is not { } protocol)
            return Harmonized.None;
        int start = buffer.Length;
        buffer.Append(protocol.AsSpan());
        return Harmonized.Written(FieldValueKind.Text, buffer, start);
    }

    private static bool IsTrue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => value.GetRawText().Length > 2,
        JsonValueKind.Number => ShodanConverters.IsTruthy(FieldValue.Number(Encoding.UTF8.GetBytes(value.GetRawText()))),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.GetPropertyCount() > 0,
        _ => false,
    };

    private static SortedSet<string> KeysOf(ReadOnlySpan<byte> banner)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(banner);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!ShodanTable.Common.Contains(name))
                keys.Add(name);
            reader.Read();
            reader.Skip();
        }

        return keys;
    }

    // Of several, what the scan looked for; otherwise the first. IntelMQ's choice changes from run to run.
    private static string? ProtocolOf(SortedSet<string> keys, string module)
    {
        string? found = null;
        foreach (string key in keys)
        {
            if (!ShodanTable.Protocols.Contains(key))
                continue;
            if (module == key || module.StartsWith(key + "-", StringComparison.Ordinal))
                return key;
            found ??= key;
        }

        return found;
    }

    private sealed class Lines(ShodanParser parser, ShodanParserOptions options, BotServices services) : JsonLinesParser(options, services)
    {
        public override FieldMap Map => parser.Map;
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Shodan;

/// <summary>The parameters of <see cref="ShodanParser"/>.</summary>
public sealed class ShodanParserOptions : ParserOptions
{
    /// <summary><c>minimal_mode</c>: whether only the main members are mapped and the whole banner is stored in <c>extra.shodan</c>.</summary>
    public bool MinimalMode { get; set; }

    /// <summary><c>ignore_errors</c>: taken for old configurations, without effect, as in IntelMQ.</summary>
    public bool IgnoreErrors { get; set; } = true;
}

/// <summary>Parses banners of Shodan's stream: one JSON object, or an array of them, in a report.</summary>
public sealed class ShodanParser : JsonParser
{
    private static readonly FieldMap Full =
    [
        Constant(Fields.Classification.Type, ClassificationType.Other),
        Constant(Fields.Classification.Identifier, "shodan-scan"),
        .. ShodanTable.Columns.Select(static row => Convert(row.Path, Rules.Column(row.Path, row.Field))),
    ];

    private static readonly FieldMap Minimal =
    [
        Constant(Fields.Classification.Type, ClassificationType.Other),
        Constant(Fields.Classification.Identifier, "network-scan"),
        Column("timestamp", Fields.Time.Source).Required(),
        Column("location.country_code", Fields.Source.Geolocation.Cc),
        WhereTrue(Column("ip_str", Fields.Source.Ip)),
        WhereTrue(Column("asn", Fields.Source.Asn)),
        WhereTrue(Column("port", Fields.Source.Port)),
        WhereTrue(Column("transport", Fields.Protocol.Transport)),
        WhereTrue(Column("org", Fields.EventDescription.Target)),
        WhereTrue(Extra("data")),
        WhereTrue(Extra("title", "html_title")),
        WhereTrue(Extra("tags")),
    ];

    private readonly bool _isMinimal;
    private readonly Utf8Buffer _text = new();

    /// <summary>Creates the parser.</summary>
    public ShodanParser(ShodanParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    public ShodanParser(ShodanParserOptions options, BotServices services)
        : base(options, services)
    {
        ArgumentNullException.ThrowIfNull(options);
        _isMinimal = options.MinimalMode;
    }

    /// <inheritdoc/>
    public override FieldMap Map => _isMinimal ? Minimal : Full;

    /// <inheritdoc/>
    public override bool HasHook => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> HookColumns => ["_shodan.module"];

    internal static BotDescriptor Descriptor => BotDescriptor.For<ShodanParser, ShodanParserOptions>(
        "intelmq.bots.parsers.shodan.parser",
        BotKind.Parser,
        "Parses banners of Shodan's stream.",
        ShodanJson.Default.ShodanParserOptions,
        static (options, services) => new ShodanParser(options, services));

    /// <inheritdoc/>
    protected override RowVerdict Complete(RowEvent row)
    {
        _text.Clear();
        if (_isMinimal)
            return AddBanner(row);
        if (!row.Get("extra.vulns").IsMissing)
        {
            AppendVerified(row.Get("extra.vulns").Utf8);
            row.SetExtra("verified_vulns", FieldValue.Json(_text.WrittenSpan));
            _text.Clear();
        }

        if (KeysOf(row.Row.Line) is not { } keys)
            return RowVerdict.Fail(null, "has a name that is not Unicode");
        _text.Append((byte)'[');
        foreach (string key in keys)
        {
            ShodanConverters.Separate(_text, 1);
            ShodanConverters.AppendQuoted(JsonEncodedText.Encode(key).EncodedUtf8Bytes, _text);
        }

        _text.Append((byte)']');
        row.SetExtra("shodan.unique_keys", FieldValue.Json(_text.WrittenSpan));
        return ProtocolOf(keys, row.Row["_shodan.module"].ToString()) is { } protocol
            ? RowVerdict.FailIf(row.Set(Fields.Protocol.Application, protocol))
            : RowVerdict.Keep;
    }

    private static FieldRule WhereTrue(FieldRule rule) => rule.With(ShodanConverters.Truthy, "unless false, zero or empty");

    private static FieldRule Convert(string path, FieldRule rule) => path switch
    {
        "hostnames" or "domains" => rule.With(ShodanConverters.FirstName, "the first valid name"),
        "ftp.features" or "vulns" => rule.With(ShodanConverters.Identified, "a list of objects with their names"),
        "coap.resources" or "http.components" or "mac" or "rsync.modules" => rule.With(ShodanConverters.Names, "the names"),
        "opts.ldap.supportedControl" or "opts.ldap.supportedLDAPVersion" => rule.With(ShodanConverters.List, "as a list"),
        "ssl.cert.serial" or "ssl.dhparams.generator" => rule.With(ShodanConverters.Text, "as text"),
        _ => rule,
    };

    // A banner of one line; text that is not Unicode would make the event unreadable.
    private RowVerdict AddBanner(RowEvent row)
    {
        try
        {
            var reader = new Utf8JsonReader(row.Row.Line);
            while (reader.Read())
            {
                if (reader.TokenType is (JsonTokenType.String or JsonTokenType.PropertyName) && reader.ValueIsEscaped)
                    reader.CopyString(_text.GetSpan(reader.ValueSpan.Length));
            }
        }
        catch (InvalidOperationException)
        {
            return RowVerdict.Fail(null, "holds text that is not Unicode");
        }

        for (ReadOnlySpan<byte> rest = row.Row.Line.Trim(" \t\r\n"u8); ;)
        {
            int end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            _text.Append(end < 0 ? rest : rest[..end]);
            if (end < 0)
                break;
            rest = rest[(end + 1)..];
        }

        row.SetExtra("shodan", FieldValue.Json(_text.WrittenSpan));
        return RowVerdict.Keep;
    }

    private void AppendVerified(ReadOnlySpan<byte> vulnerabilities)
    {
        _text.Append((byte)'[');
        using JsonDocument list = JsonDocument.Parse(Encoding.UTF8.GetString(vulnerabilities));
        foreach (JsonElement vulnerability in list.RootElement.EnumerateArray())
        {
            if (!vulnerability.TryGetProperty("verified"u8, out JsonElement verified) || !IsTrue(verified))
                continue;
            ShodanConverters.Separate(_text, 1);
            _text.Append(Encoding.UTF8.GetBytes(vulnerability.GetProperty("identifier"u8).GetRawText()));
        }

        _text.Append((byte)']');
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

    private static SortedSet<string>? KeysOf(ReadOnlySpan<byte> banner)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
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
        }
        catch (InvalidOperationException)
        {
            return null;
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
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ShodanParserOptions))]
internal sealed partial class ShodanJson : JsonSerializerContext;

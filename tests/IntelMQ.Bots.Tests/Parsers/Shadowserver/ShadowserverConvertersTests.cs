using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Tests.Parsers.Shadowserver;

public sealed class ShadowserverConvertersTests
{
    private static readonly string[] Names =
    [
        "add_UTC_to_timestamp", "convert_bool", "validate_to_none", "convert_int", "convert_float", "invalidate_zero", "validate_ip", "validate_network",
        "validate_fqdn", "convert_date", "convert_date_utc", "force_base64", "extract_cve_from_tag",
        "scan_exchange_taxonomy", "scan_exchange_type", "scan_exchange_identifier",
    ];

    // "none" stands for no value, "error" for a refused one.
    private static string Convert(string name, string cell, FieldDefinition? target = null)
    {
        FieldConverter converter = ShadowserverConverters.Find(name, target, out _)!;
        var buffer = new Utf8Buffer();
        FieldValue value = FieldValue.Text(Encoding.UTF8.GetBytes(cell));
        Harmonized result = converter(value, buffer);
        return !result.IsValid ? "error" : result.Kind == FieldValueKind.Missing ? "none" : $"{result.Kind}:{result.Value(value, buffer).ToString()}";
    }

    [Theory]
    [InlineData("convert_bool", "YES", "Boolean:true")]
    [InlineData("convert_bool", "Disabled", "Boolean:false")]
    [InlineData("convert_bool", " yes", "none")]
    [InlineData("convert_bool", "t", "none")]
    [InlineData("convert_bool", "", "none")]
    [InlineData("validate_to_none", "0", "none")]
    [InlineData("validate_to_none", "unknown", "none")]
    [InlineData("validate_to_none", "Unknown", "Text:Unknown")]
    [InlineData("validate_to_none", "-", "Text:-")]
    [InlineData("validate_to_none", "0.0", "Text:0.0")]
    [InlineData("convert_int", "", "none")]
    [InlineData("convert_int", "-", "none")]
    [InlineData("convert_int", "0", "Number:0")]
    [InlineData("convert_int", " +1_0 ", "Number:10")]
    [InlineData("convert_int", "007", "Number:7")]
    [InlineData("convert_int", "123456789012345678901234567890", "Number:123456789012345678901234567890")]
    [InlineData("convert_int", "1.0", "error")]
    [InlineData("convert_float", "1e3", "Number:1000.0")]
    [InlineData("convert_float", "0.5", "Number:0.5")]
    [InlineData("convert_float", "nan", "Text:nan")]
    [InlineData("convert_float", "x", "error")]
    [InlineData("convert_float", "", "none")]
    [InlineData("invalidate_zero", "00", "none")]
    [InlineData("invalidate_zero", "-0", "none")]
    [InlineData("invalidate_zero", "-1", "Number:-1")]
    [InlineData("invalidate_zero", "8", "Number:8")]
    [InlineData("invalidate_zero", "x", "error")]
    [InlineData("validate_ip", "0.0.0.0", "none")]
    [InlineData("validate_ip", "192.0.2.1/32", "none")]
    [InlineData("validate_ip", "192.0.2.1%5", "Text:192.0.2.1%5")]
    [InlineData("validate_ip", "::", "Text:::")]
    [InlineData("validate_network", "192.0.2.4/24", "Text:192.0.2.4/24")]
    [InlineData("validate_network", "192.0.2.4", "none")]
    [InlineData("validate_fqdn", "EXAMPLE.com.", "Text:EXAMPLE.com.")]
    [InlineData("validate_fqdn", "192.0.2.1", "none")]
    [InlineData("validate_fqdn", "-", "Text:-")]
    [InlineData("validate_fqdn", "", "none")]
    [InlineData("convert_date", "01/02/2026", "Text:2026-01-02T00:00:00+00:00")]
    [InlineData("convert_date", "zz", "none")]
    [InlineData("convert_date_utc", "2026-01-02 03:04:05", "Text:2026-01-02T03:04:05+00:00")]
    [InlineData("convert_date_utc", "", "none")]
    [InlineData("convert_date_utc", "zz", "none")]
    [InlineData("force_base64", "abcd", "Text:abcd")]
    [InlineData("force_base64", "YQ==", "Text:YQ==")]
    [InlineData("force_base64", "abc", "Text:YWJj")]
    [InlineData("force_base64", "YQ==\n", "Text:WVE9PQo=")]
    [InlineData("force_base64", "ab c", "Text:YWIgYw==")]
    [InlineData("force_base64", "\u00e9", "Text:w6k=")]
    [InlineData("force_base64", "", "none")]
    [InlineData("add_UTC_to_timestamp", "2026-01-02 03:04:05", "Text:2026-01-02 03:04:05 UTC")]
    [InlineData("scan_exchange_taxonomy", "a;webshell", "Text:intrusions")]
    [InlineData("scan_exchange_type", "Webshell", "Text:vulnerable-system")]
    [InlineData("scan_exchange_identifier", "webshell", "Text:exchange-server-webshell")]
    [InlineData("extract_cve_from_tag", "cve-2020-9;x;cve-2020-10;cve-2020-9", "Text:cve-2020-10;cve-2020-9")]
    [InlineData("extract_cve_from_tag", "CVE-2020-9", "none")]
    [InlineData("extract_cve_from_tag", "cve-2020-9", "Text:cve-2020-9")]
    [InlineData("extract_cve_from_tag", "cve-2020-; cve-2020-1", "none")]
    public void A_converter_follows_its_rule(string name, string cell, string expected) => Assert.Equal(expected, Convert(name, cell));

    [Fact]
    public void A_converter_for_a_field_of_its_type_gives_the_cleaned_value()
    {
        Assert.Equal("Text:2026-01-02T03:04:05+00:00", Convert("add_UTC_to_timestamp", "2026-01-02 03:04:05", Definition("time.source")));
        Assert.Equal("Text:example.com", Convert("validate_fqdn", "EXAMPLE.com.", Definition("source.fqdn")));
        Assert.Equal("Text:192.0.2.0/24", Convert("validate_network", "192.0.2.4/24", Definition("source.network")));
        Assert.Equal("error", Convert("add_UTC_to_timestamp", "", Definition("time.source")));
    }

    [Theory]
    [InlineData("validate_fqdn", "source.fqdn", "www.example.com", "www.example.com")]
    [InlineData("validate_fqdn", "source.fqdn", "WWW.example.com.", "www.example.com")]
    [InlineData("validate_fqdn", "source.fqdn", "-", "")]
    [InlineData("validate_fqdn", "source.fqdn", "192.0.2.1", "")]
    [InlineData("validate_ip", "source.ip", "192.0.2.1", "192.0.2.1")]
    [InlineData("validate_ip", "source.ip", "2001:DB8::1", "2001:db8::1")]
    [InlineData("validate_ip", "source.ip", "192.0.2.1/32", "")]
    [InlineData("validate_ip", "source.ip", "0.0.0.0", "")]
    [InlineData("convert_int", "source.port", "80", "80")]
    [InlineData("convert_int", "source.port", "0", "")]
    [InlineData("convert_int", "source.port", "1", "1")]
    [InlineData("convert_int", "source.port", "0080", "80")]
    [InlineData("convert_int", "source.port", "-", "")]
    [InlineData("invalidate_zero", "source.asn", "64500", "64500")]
    [InlineData("invalidate_zero", "source.asn", "0", "")]
    [InlineData("invalidate_zero", "source.asn", "00", "")]
    [InlineData("add_UTC_to_timestamp", "time.source", "2026-01-02 03:04:05", "2026-01-02T03:04:05+00:00")]
    [InlineData("convert_date", "time.source", "2026-01-02T03:04:05+00:00", "2026-01-02T03:04:05+00:00")]
    public void A_cell_becomes_its_field(string converter, string field, string cell, string expected)
    {
        using var folder = new TempFolder();
        string schema = Path.Combine(folder.Path, "schema.json");
        File.WriteAllText(schema, $$"""{"a": {"feed_name": "A", "file_name": "a", "required_fields": [], "optional_fields": [["{{field}}", "cell", "{{converter}}"]], "constant_fields": {"classification.type": "other"} } }""");
        var parser = new ShadowserverParser(new ShadowserverParserOptions { SchemaFile = schema, Feedname = "A" });
        Event only = Assert.Single(parser.Parse(new Report(Encoding.UTF8.GetBytes($"cell,other\n{cell},x\n"), Schema.Default)).Events);
        Assert.Equal(expected, only[field].ToString());
    }

    [Fact]
    public void No_converter_throws()
        => Prop.ForAll<string>(static text =>
        {
            string cell = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
            foreach (string name in Names)
            {
                Convert(name, cell);
                Convert(name, "cve-1-1;" + cell + ";cve-0-0", Definition("time.source"));
            }
        }).Check(Fuzz.Cases(1000));

    [Fact]
    public void Ordinary_cells_cost_no_allocation()
    {
        (string Name, byte[] Cell)[] cells =
        [
            ("validate_to_none", "text"u8.ToArray()), ("convert_int", "8080"u8.ToArray()), ("invalidate_zero", "64500"u8.ToArray()), ("convert_bool", "Y"u8.ToArray()),
            ("validate_ip", "192.0.2.1"u8.ToArray()), ("convert_float", "0.25"u8.ToArray()), ("force_base64", "abcd"u8.ToArray()), ("extract_cve_from_tag", "http;cve-2026-1"u8.ToArray()),
        ];
        FieldConverter[] converters = [.. cells.Select(static cell => ShadowserverConverters.Find(cell.Name, null, out _)!)];
        var buffer = new Utf8Buffer(4096);
        long allocated = 0;
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < cells.Length; i++)
                converters[i](FieldValue.Text(cells[i].Cell), buffer);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    private static FieldDefinition Definition(string field) => Schema.Default.Key(field).Definition!;
}

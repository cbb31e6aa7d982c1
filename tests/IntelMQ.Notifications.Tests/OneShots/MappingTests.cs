using IntelMQ.Notifications.OneShots.Mapping;
using IntelMQ.Notifications.OneShots.Tables;
using IntelMQ.Schemas;

namespace IntelMQ.Notifications.Tests.OneShots;

public sealed class MappingTests
{
    private const string ShodanTable = """
        data,hostnames,ip,ip_str,ipv6,org,asn,port,transport,product,location.country_code
        "HTTP/1.1 200
        Server: x","www.example.com,example.com",3221225985,192.0.2.1,,Example Ltd.,AS64496,443,tcp,nginx,AT
        ,,,,2001:db8::1,,,22,tcp,,
        """;

    [Fact]
    public void Shodans_columns_are_known_by_their_names()
    {
        TableMapping mapping = Suggest(Tables.Text(ShodanTable), out IReadOnlyList<TableRow> rows, out IReadOnlyList<string> columns);
        Assert.Equal("Shodan", mapping.Columns.Single(static plan => plan.Column == "ip_str").Reason);
        Assert.Null(mapping.Columns.Single(static plan => plan.Column == "ip").Field);
        var mapper = new RowMapper(columns, mapping with { Constants = Vulnerable }, Schema.Default);
        MappedRow first = mapper.Map(rows[0]);
        Assert.Empty(first.Errors);
        Assert.Equal(("192.0.2.1", 443L, "tcp", "www.example.com", 64496L, "AT", "Shodan"),
            (first.Event!.GetString("source.ip"), first.Event.GetInt64("source.port"), first.Event.GetString("protocol.transport"), first.Event.GetString("source.reverse_dns"), first.Event.GetInt64("source.asn"), first.Event.GetString("source.geolocation.cc"), first.Event.GetString("feed.name")));
        Assert.Equal("2001:db8::1", mapper.Map(rows[1]).Event!.GetString("source.ip"));
        Assert.True(first.Event.Raw.Length > 0);
    }

    [Theory]
    [InlineData("Source IP,Time Stamp,Remark\n192.0.2.1,2026-11-30 10:00,x\n", "source.ip", "time.source", "extra.remark")]
    [InlineData("a,b,c\n192.0.2.1,https://example.com/x,2026-11-30 10:00:00\n", "source.ip", "source.url", "time.source")]
    [InlineData("a,b,c\n192.0.2.0/24,www.example.com,12\n", "source.network", "source.fqdn", "extra.c")]
    [InlineData("source.ip,extra.tag,nonsense.field\n192.0.2.1,x,y\n", "source.ip", "extra.tag", "extra.nonsense_field")]
    [InlineData("address,ip,port\nMain Street 1,192.0.2.1,no port\n", "extra.address", "source.ip", "extra.port")]
    public void Columns_are_known_by_name_and_by_content(string table, params string[] fields)
        => Assert.Equal(fields, Suggest(Tables.Text(table), out _, out _).Columns.Select(static plan => plan.Field));

    [Fact]
    public void A_list_of_names_goes_to_names_though_the_column_is_called_address()
        => Assert.Equal("source.fqdn", Assert.Single(Suggest(Tables.Text("www.example.com\nwww.example.org\n"), out _, out _, new TableSettings(TableFormat.AddressList)).Columns).Field);

    [Fact]
    public void Errors_stand_at_their_cells()
    {
        var mapping = new TableMapping([new("ip", "source.ip"), new("port", "source.port"), new("when", "time.source")]) { Constants = Vulnerable };
        var mapper = new RowMapper(["ip", "port", "when"], mapping, Schema.Default);
        MappedRow row = mapper.Map(new TableRow(7, 9, ["no\u001baddress", "99999", "2026-11-30"]));
        Assert.Null(row.Event);
        Assert.Equal([("ip", "source.ip", "no\\u001baddress"), ("port", "source.port", "99999")], row.Errors.Select(static error => (error.Column!, error.Field!, error.Value)));
        Assert.All(row.Errors, static error => Assert.Equal((7, 9), (error.Row, error.Line)));
        Assert.True(CellError.Shown(new string('\u0007', 10_000)).Length <= 201);
    }

    [Fact]
    public void Constants_come_before_rows_and_defaults_behind_them()
    {
        var mapping = new TableMapping([new("ip", "source.ip"), new("type", "classification.type"), new("tag", "extra.tag")])
        {
            Constants = new Dictionary<string, string> { ["classification.type"] = "vulnerable-system" },
            Defaults = new Dictionary<string, string> { ["extra.tag"] = "none" },
        };
        var mapper = new RowMapper(["ip", "type", "tag"], mapping, Schema.Default);
        MappedRow row = mapper.Map(new TableRow(1, 2, ["192.0.2.1", "scanner", ""]));
        Assert.Equal(("vulnerable-system", "none"), (row.Event!.GetString("classification.type"), row.Event.GetString("extra.tag")));
        Assert.Equal("x", mapper.Map(new TableRow(2, 3, ["192.0.2.1", "", "x"])).Event!.GetString("extra.tag"));
    }

    [Theory]
    [InlineData("2026-07-01 12:00:00", "2026-07-01T10:00:00+00:00")]
    [InlineData("2026-12-01 12:00:00", "2026-12-01T11:00:00+00:00")]
    [InlineData("2026-07-01T12:00:00Z", "2026-07-01T12:00:00+00:00")]
    [InlineData("2026-07-01T12:00:00+05:30", "2026-07-01T06:30:00+00:00")]
    [InlineData("2026-03-29 02:30:00", null)]
    public void Times_without_a_zone_are_in_the_tables_zone(string cell, string? utc)
    {
        var mapper = new RowMapper(["ip", "when"], new TableMapping([new("ip", "source.ip"), new("when", "time.source")]) { Constants = Vulnerable, TimeZone = "Europe/Vienna" }, Schema.Default);
        Assert.Equal(utc, mapper.Map(new TableRow(1, 1, ["192.0.2.1", cell])).Event?.GetString("time.source"));
    }

    [Fact]
    public void A_row_without_a_required_field_is_wrong()
    {
        var mapper = new RowMapper(["ip"], new TableMapping([new("ip", "source.ip")]), Schema.Default);
        Assert.Equal("classification.type is missing.", Assert.Single(mapper.Map(new TableRow(1, 1, ["192.0.2.1"])).Errors).Reason);
    }

    [Fact]
    public void A_mapping_says_all_that_is_wrong_with_it()
        => Assert.Equal(3, new TableMapping([new("ip", "source.ipp")]) { TimeZone = "Mars", Constants = new Dictionary<string, string> { ["classification.type"] = "nonsense" } }.Complaints(Schema.Default).Count);

    [Fact]
    public void A_check_counts_and_writes_what_is_wrong_so_that_spreadsheets_calculate_nothing()
    {
        using MemoryStream file = Tables.Text("ip,port\n192.0.2.1,80\n=cmd(),80\n192.0.2.3,x\n");
        var mapping = new TableMapping([new("ip", "source.ip"), new("port", "source.port")]) { Constants = Vulnerable };
        using var errors = new StringWriter();
        var check = new TableCheck();
        check.WriteErrors(file, TableSniffer.Sniff(file), mapping, new TableLimits(), Schema.Default, errors, CancellationToken.None);
        Assert.Equal((3, 1, 2, 2), (check.Rows, check.Valid, check.Failed, check.ErrorCount));
        string[] lines = errors.ToString().Split("\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("row,line,column,field,value,reason", lines[0]);
        Assert.StartsWith("2,3,ip,source.ip,'=cmd(),", lines[1].Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Vulnerable { get; } = new() { ["classification.type"] = "vulnerable-system" };

    private static TableMapping Suggest(Stream file, out IReadOnlyList<TableRow> rows, out IReadOnlyList<string> columns, TableSettings? settings = null)
    {
        (columns, rows, _) = Tables.Read(file, settings);
        return MappingSuggester.Suggest(columns, rows, MappingPresets.All, Schema.Default);
    }
}

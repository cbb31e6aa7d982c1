using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Notifications.OneShots.Tables;

namespace IntelMQ.Notifications.Tests.OneShots;

public sealed class TableReaderTests
{
    [Fact]
    public void A_csv_has_its_columns_and_rows_with_their_lines()
    {
        (IReadOnlyList<string> columns, IReadOnlyList<TableRow> rows, string? problem) = Tables.Read(Tables.Text("\uFEFFip, port ,ip\r\n192.0.2.1,80,\"two\nlines\"\r\n\r\n192.0.2.2,443,x\r\n"));
        Assert.Equal(["ip", "port", "ip (2)"], columns);
        Assert.Equal([(1, 2, "two\nlines"), (2, 5, "x")], rows.Select(static row => ((int)row.Number, (int)row.Line, row.Cells[2])));
        Assert.Null(problem);
    }

    [Fact]
    public void Rows_that_are_passed_over_and_a_missing_header_change_the_columns()
    {
        var settings = new TableSettings(TableFormat.Csv) { HasHeader = false, SkippedRows = 1 };
        (IReadOnlyList<string> columns, IReadOnlyList<TableRow> rows, _) = Tables.Read(Tables.Text("made by a tool,\n192.0.2.1,80\n192.0.2.2,443\n"), settings);
        Assert.Equal(["column 1", "column 2"], columns);
        Assert.Equal([1, 2], rows.Select(static row => (int)row.Number));
    }

    [Fact]
    public void A_row_with_more_cells_than_columns_is_wrong_alone()
    {
        IReadOnlyList<TableRow> rows = Tables.Read(Tables.Text("ip,port\n192.0.2.1,80,surplus\n192.0.2.2,443,\n")).Rows;
        Assert.Equal("There are 3 cells, and 2 columns.", rows[0].Fault);
        Assert.Null(rows[1].Fault);
    }

    [Fact]
    public void Members_of_objects_are_columns()
    {
        const string lines = """
            {"ip_str":"192.0.2.1","port":80,"hostnames":["a.example.com","b.example.com"],"location":{"country_code":"AT"},"vulns":{"CVE-2026-0001":{"cvss":9},"CVE-2026-0002":{}}}
            no object
            {"ip_str":"192.0.2.2","asn":null}
            """;
        (IReadOnlyList<string> columns, IReadOnlyList<TableRow> rows, _) = Tables.Read(Tables.Packed(lines));
        Assert.Equal(["ip_str", "port", "hostnames", "location.country_code", "vulns", "asn"], columns);
        Assert.Equal(["192.0.2.1", "80", "a.example.com,b.example.com", "AT", "CVE-2026-0001,CVE-2026-0002", ""], rows[0].Cells);
        Assert.Equal("The line is no JSON object.", rows[1].Fault);
        Assert.Equal((3, 3), ((int)rows[2].Number, (int)rows[2].Line));
    }

    [Fact]
    public void Pasted_addresses_are_read_as_they_are_meant()
        => Assert.Equal(["192.0.2.1", "192.0.2.0/28", "www.example.com"], Tables.Read(Tables.Text("# of today\n192.0.2[.]1; 192.0.2.0/28\n\nwww[.]example[.]com\n"), new TableSettings(TableFormat.AddressList)).Rows.Select(static row => row.Cells[0]));

    [Fact]
    public void A_workbook_is_read()
    {
        const string sheet = """<row r="1"><c r="A1" t="inlineStr"><is><t>ip</t></is></c><c r="B1" t="inlineStr"><is><t>port</t></is></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>192.0.2.1</t></is></c><c r="B3"><v>443</v></c></row>""";
        (IReadOnlyList<string> columns, IReadOnlyList<TableRow> rows, string? problem) = Tables.Read(Tables.Workbook(sheet));
        Assert.Null(problem);
        Assert.Equal(["ip", "port"], columns);
        Assert.Equal(["192.0.2.1", "443"], Assert.Single(rows).Cells);
        Assert.Equal(3, rows[0].Line);
    }

    [Fact]
    public void A_file_that_unpacks_to_far_more_than_it_is_ends_the_reading()
    {
        string? problem = Tables.Read(Tables.Packed(string.Concat(Enumerable.Repeat("192.0.2.1 " + new string(' ', 4000) + "\n", 10_000))), new TableSettings(TableFormat.AddressList) { IsCompressed = true }).Problem;
        Assert.Equal("Unpacked, the file is more than 200 times as large.", problem);
    }

    [Fact]
    public void A_workbook_that_unpacks_to_too_much_is_not_opened()
    {
        string? problem = Tables.Read(Tables.Workbook("", new string(' ', 100_000)), null, new TableLimits { WorkbookBytes = 50_000 }).Problem;
        Assert.Matches("^Unpacked, the workbook has [0-9]+ bytes; 50000 are read at most.$", problem);
    }

    [Theory]
    [InlineData("PK\u0003\u0004 and nothing of a workbook", "The workbook is damaged, or protected by a password.")]
    [InlineData("ip\n\"192.0.2.1", null)]
    public void Damaged_files_say_so(string text, string? problem) => Assert.Equal(problem, Tables.Read(Tables.Text(text)).Problem);

    [Fact]
    public void Rows_columns_and_lengths_have_bounds()
    {
        Assert.Equal("The table has more than 2 rows.", Tables.Read(Tables.Text("ip,p\n192.0.2.1,1\n192.0.2.2,2\n192.0.2.3,3\n"), null, new TableLimits { Rows = 2 }).Problem);
        Assert.Equal("The table has more than 2 columns.", Tables.Read(Tables.Text("a,b,c\n1,2,3\n"), null, new TableLimits { Columns = 2 }).Problem);
        Assert.StartsWith("Line 1 is longer than ", Tables.Read(Tables.Text("{\"a\":\"" + new string('x', 5000) + "\"}\n"), null, new TableLimits { RowBytes = 1000 }).Problem, StringComparison.Ordinal);
        Assert.StartsWith("After row 2 nothing can be read", Tables.Read(Tables.Text("ip,p\n192.0.2.1,1\n192.0.2.2,\"" + new string('x', 300_000) + "\n"), new TableSettings(TableFormat.Csv), new TableLimits { RowBytes = 1000 }).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void No_bytes_make_it_throw()
        => Prop.ForAll(ArbMap.Default.GeneratorFor<byte[]>().ToArbitrary(), ArbMap.Default.GeneratorFor<byte>().ToArbitrary(), static (bytes, kind) =>
        {
            byte[] head = (kind % 4) switch { 0 => [], 1 => [.. "PK\u0003\u0004"u8], 2 => [0x1F, 0x8B, 8], _ => [.. "{\"a\":"u8] };
            using var file = new MemoryStream([.. head, .. bytes]);
            _ = Tables.Read(file);
            foreach (TableFormat format in Enum.GetValues<TableFormat>())
                _ = Tables.Read(file, new TableSettings(format) { Encoding = kind > 128 ? "utf-16" : "no such encoding" });
        }).QuickCheckThrowOnFailure();
}

using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Parsers.Shadowserver;

/// <summary>Names and cells that are not as published: they cost neither the report nor the row.</summary>
public sealed class ShadowserverOddReportsTests
{
    [Theory]
    [InlineData("2026-11-20-scan_http-example-geo (1).csv")]
    [InlineData("2026-11-20-scan_http-example-geo(2).csv")]
    [InlineData("2026-11-20-scan_http-example-geo - Copy.csv")]
    [InlineData("2026-11-20-scan_http-example-geo copy 2.csv")]
    [InlineData("2026-11-20-scan_http-example-geo.CSV")]
    [InlineData("2026-11-20-SCAN_HTTP-EXAMPLE-GEO.CSV")]
    [InlineData("2026-11-20-scan_http-example-geo.csv.1")]
    [InlineData("2026-11-20-scan_http-example-geo.csv (1)")]
    [InlineData("2026-11-20-scan_http-example-geo.csv(1).zip")]
    [InlineData("2026-11-20-scan_http-example-geo.csv (3).gz")]
    [InlineData("scan_http.Csv.GZ")]
    [InlineData("reports/2026/scan_http.csv")]
    [InlineData("C:\\reports\\2026-11-20-scan_http-example-geo (1).csv")]
    public void What_people_and_programs_add_to_a_files_name_does_not_hide_the_report_type(string file)
        => Assert.Equal("accessible-http", Row("", "", file)["classification.identifier"].ToString());

    [Theory]
    [InlineData("asn", "AS64496", "source.asn", "64496")]
    [InlineData("asn", "as64496", "source.asn", "64496")]
    [InlineData("asn", "AS064496", "source.asn", "64496")]
    [InlineData("asn", "AS0", "source.asn", "")]
    [InlineData("asn", "AS64496 Example", "extra.asn", "AS64496 Example")]
    [InlineData("asn", "unknown", "extra.asn", "unknown")]
    [InlineData("naics", "many", "extra.source.naics", "many")]
    [InlineData("geo", "Nowhere", "extra.geo", "Nowhere")]
    [InlineData("newcolumn", "new", "extra.newcolumn", "new")]
    public void A_detail_that_is_not_known_does_not_cost_the_row(string column, string cell, string field, string expected)
    {
        Event row = Row(column, cell);
        Assert.Equal(expected, row[field].ToString());
        Assert.Equal("192.0.2.1", row["source.ip"].ToString());
    }

    private static Event Row(string column, string cell, string file = "scan_http.csv", [CallerFilePath] string source = "")
    {
        var parser = new ShadowserverParser(new ShadowserverParserOptions { SchemaFile = Path.Combine(Path.GetDirectoryName(source)!, "schema.json") });
        var report = new Report(Encoding.UTF8.GetBytes($"timestamp,ip,port,{column}\n2026-11-20 10:00:00,192.0.2.1,80,{cell}\n"), Schema.Default);
        report.Set("extra.file_name", file);
        ParseResult result = parser.Parse(report);
        Assert.Empty(result.Failures);
        return Assert.Single(result.Events);
    }
}

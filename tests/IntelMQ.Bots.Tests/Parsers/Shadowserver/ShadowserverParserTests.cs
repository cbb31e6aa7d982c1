using System.Runtime.CompilerServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Parsers.Shadowserver;

public sealed class ShadowserverParserTests
{
    private const string Header = "timestamp,ip,protocol,port,hostname,tag,asn,severity,http_url,http_code,tls,note\n";
    private const string Good = "2026-11-20 10:00:00,192.0.2.1,tcp,80,www.example.com,http;cve-2026-2;cve-2026-1,64500,low,GET /a HTTP/1.1,200,Y,hello\n";

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static ShadowserverParser Parser(bool overwrite = false, string? feedname = null)
        => new(new ShadowserverParserOptions { SchemaFile = Path.Combine(Folder(), "schema.json"), Overwrite = overwrite, Feedname = feedname });

    private static Report Report(string text, Schema? schema = null, string? file = "2026-11-20-scan_http-example-geo.csv")
    {
        var report = new Report(Encoding.UTF8.GetBytes(text), schema ?? Schema.Default);
        report.Set("feed.name", "Of the report");
        if (file is not null)
            report.Set("extra.file_name", file);
        return report;
    }

    [Fact]
    public void Anything_is_taken() => Parser(feedname: "Accessible-HTTP").TakesAnything(Header + Good + Good.Replace("192.0.2.1", "nowhere", StringComparison.Ordinal) + Good);

    private static Event One(string text, Schema? schema = null) => Assert.Single(Parser().Parse(Report(text, schema)).Events);

    [Fact]
    public void A_row_becomes_an_event()
    {
        Event only = One(Header + Good);
        Assert.Equal("2026-11-20T10:00:00+00:00", only["time.source"].ToString());
        Assert.Equal("192.0.2.1", only["source.ip"].ToString());
        Assert.Equal(80, only[Fields.Source.Port]);
        Assert.Equal(64500, only[Fields.Source.Asn]);
        Assert.Equal("tcp", only["protocol.transport"].ToString());
        Assert.Equal("http://www.example.com/a", only["source.url"].ToString());
        Assert.Equal("low", only["severity"].ToString());
        Assert.Equal("cve-2026-1;cve-2026-2", only["product.vulnerabilities"].ToString());
        Assert.Equal("accessible-http", only["classification.identifier"].ToString());
        Assert.Equal("hello", only["extra.note"].ToString());
        Assert.Equal(FieldValueKind.Boolean, only["extra.tls"].Kind);
        Assert.Equal(FieldValueKind.Number, only["extra.http_code"].Kind);
        Assert.Equal("Of the report", only["feed.name"].ToString());
        Assert.Equal("https://www.example.org/reports/accessible-http/", only["feed.documentation"].ToString());
        Assert.True(only["extra.file_name"].IsMissing);
    }

    [Fact]
    public void Raw_has_every_name_of_the_header_in_quotes()
    {
        Event only = One("timestamp,ip,\"port\"\r\n2026-11-20 10:00:00,192.0.2.1,80 \r\n,,");
        Assert.Equal("\"timestamp\",\"ip\",\"port\"\r\n2026-11-20 10:00:00,192.0.2.1,80", Encoding.UTF8.GetString(only.Raw.Span));
    }

    [Fact]
    public void A_cell_of_several_lines_is_whole_in_raw()
    {
        Event only = One("timestamp,ip,port,tag\n2026-11-20 10:00:00,192.0.2.1,80,\"a\nb\"\n");
        Assert.Equal("a\nb", only["extra.tag"].ToString());
        Assert.EndsWith("\"a\nb\"", Encoding.UTF8.GetString(only.Raw.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http_url,http_host", "GET /a HTTP/1.1,www.example.org", "http://www.example.org/a")]
    [InlineData("http_url,cc_dns,http_host", "/a,www.example.net,www.example.org", "http://www.example.net/a")]
    [InlineData("http_url,application", "/a,https", "https://192.0.2.1/a")]
    [InlineData("http_url,application", "/a,HTTPS", "http://192.0.2.1/a")]
    [InlineData("http_url,http_host", "noslash,www.example.org", "http://www.example.org")]
    [InlineData("http_url,http_host", "http://x.example/a,www.example.org", "http://x.example/a")]
    [InlineData("http_url,http_host", "https://x.example:8443/a?b=/c,www.example.org", "https://x.example:8443/a?b=/c")]
    [InlineData("http_url,http_host", "HTTP://192.0.2.7/a.sh,", "HTTP://192.0.2.7/a.sh")]
    [InlineData("http_url,http_host", "GET http://x.example/a HTTP/1.1,www.example.org", "http://x.example/a")]
    [InlineData("http_url,http_host", "GET /a?u=http://x.example/ HTTP/1.1,www.example.org", "http://www.example.org/a?u=http://x.example/")]
    [InlineData("http_url,http_host", "/http://x.example/,www.example.org", "http://www.example.org/http://x.example/")]
    [InlineData("http_url,http_host", "x.example/a,www.example.org", "http://www.example.org/a")]
    [InlineData("http_url,host", "/a,www.example.org", "http://www.example.org/a")]
    [InlineData("http_url,http_host,url", "/a,www.example.org,/b", "http://www.example.org/b")]
    [InlineData("http_url,http_host", "\"/a\n/b c\",www.example.org", "http://www.example.org/a")]
    public void A_url_is_joined_from_host_and_request(string columns, string cells, string expected)
    {
        Event only = One($"timestamp,ip,port,{columns}\n2026-11-20 10:00:00,192.0.2.1,80,{cells}\n");
        Assert.Equal(expected, only["source.url"].ToString());
    }

    [Fact]
    public void Fields_that_the_schema_lacks_go_below_extra()
    {
        Event only = One(Header + Good, Schema.IntelMQ33);
        Assert.Equal("low", only["extra.severity"].ToString());
        Assert.Equal("cve-2026-1;cve-2026-2", only["extra.product.vulnerabilities"].ToString());
    }

    [Fact]
    public void A_required_cell_without_a_value_is_left_to_extra()
    {
        Event only = One("timestamp,ip,port\n2026-11-20 10:00:00,192.0.2.300,80\n");
        Assert.True(only["source.ip"].IsMissing);
        Assert.Equal("192.0.2.300", only["extra.ip"].ToString());
    }

    [Fact]
    public void An_optional_cell_that_its_field_refuses_is_left_to_extra()
    {
        Event only = One("timestamp,ip,port,protocol,asn\n2026-11-20 10:00:00,192.0.2.1,80,carrier pigeon,-\n");
        Assert.True(only["protocol.transport"].IsMissing);
        Assert.Equal("carrier pigeon", only["extra.protocol"].ToString());
        Assert.True(only["source.asn"].IsMissing);
        Assert.True(only["extra.asn"].IsMissing);
    }

    [Fact]
    public void Names_of_other_columns_become_names_of_fields()
        => Assert.Equal("-", One("timestamp,ip,port,Foo Bar\n2026-11-20 10:00:00,192.0.2.1,80,-\n")["extra.foo_bar"].ToString());

    [Theory]
    [InlineData("x,192.0.2.1,80", "time.source")]
    [InlineData(",192.0.2.1,80", "time.source")]
    [InlineData("  ", null)]
    [InlineData("2026-11-20 10:00:00,192.0.2.1", null)]
    [InlineData("2026-11-20 10:00:00,192.0.2.1,80,", null)]
    [InlineData("2026-11-20 10:00:00,192.0.2.1,\"8", null)]
    [InlineData("2026-11-20 10:00:00,192.0.2.1,eighty", "source.port")]
    public void A_broken_row_fails_alone_and_again(string row, string? field)
    {
        ParseResult result = Parser().Parse(Report($"timestamp,ip,port\n2026-11-20 10:00:00,192.0.2.1,80\n{row}\n2026-11-20 10:00:00,192.0.2.1,80\n"));
        Assert.Equal(2, result.Events.Count);
        Failure failure = Assert.Single(result.Failures);
        Assert.Equal(field, failure.Field);
        Assert.Equal(3, failure.LineNumber);
        Failure again = Assert.Single(Parser().Parse((Report)failure.Message).Failures);
        Assert.Equal(failure.Reason, again.Reason);
    }

    [Fact]
    public void Without_a_required_column_every_row_fails_and_names_it()
    {
        ParseResult result = Parser().Parse(Report("timestamp,port\na,1\nb,2\n"));
        Assert.Empty(result.Events);
        Assert.Equal(["The column ip is missing.", "The column ip is missing."], result.Failures.Select(static failure => failure.Reason));
    }

    [Theory]
    [InlineData("2026-11-20-scan_gopher-example-geo.csv", "no report type 'scan_gopher'")]
    [InlineData("scan_http.txt", "not of the form")]
    [InlineData("(1).csv", "not of the form")]
    [InlineData(null, "no extra.file_name")]
    public void A_report_of_no_known_type_is_one_failure_that_says_so(string? file, string reason)
    {
        ParseResult result = Parser().Parse(Report(Header + Good + Good, file: file));
        Assert.Empty(result.Events);
        Assert.Contains(reason, Assert.Single(result.Failures).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fixed_feed_needs_no_file_name_and_an_unknown_one_falls_back_to_it()
    {
        Assert.Single(Parser(feedname: "Accessible-HTTP").Parse(Report(Header + Good, file: null)).Events);
        Assert.Single(Parser(feedname: "No-Such-Feed").Parse(Report(Header + Good)).Events);
    }

    [Fact]
    public void The_feeds_name_is_replaced_only_when_asked()
        => Assert.Equal("Accessible-HTTP", Assert.Single(Parser(overwrite: true).Parse(Report(Header + Good)).Events)["feed.name"].ToString());

    [Fact]
    public void A_changed_schema_file_is_read_again_and_a_broken_one_is_not_used()
    {
        string path = Path.GetTempFileName();
        try
        {
            var parser = new ShadowserverParser(new ShadowserverParserOptions { SchemaFile = path });
            File.WriteAllText(path, "{}");
            Assert.Contains("scan_http", Assert.Single(parser.Parse(Report(Header + Good)).Failures).Reason, StringComparison.Ordinal);
            File.Copy(Path.Combine(Folder(), "schema.json"), path, overwrite: true);
            Assert.Single(parser.Parse(Report(Header + Good)).Events);
            File.WriteAllText(path, "{ broken");
            Assert.Single(parser.Parse(Report(Header + Good)).Events);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Without_a_schema_the_parser_does_not_start()
    {
        var parser = new ShadowserverParser(new ShadowserverParserOptions());
        await Assert.ThrowsAsync<BotConfigurationException>(async () => await parser.StartAsync(CancellationToken.None));
        Assert.Contains("schema_file", Assert.Single(parser.Parse(Report(Header + Good)).Failures).Reason, StringComparison.Ordinal);
        await new ShadowserverParser(new ShadowserverParserOptions { TestMode = true }).StartAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData("""{"x":{"file_name":"scan_http","required_fields":[["time.source"]]}}""", "required_fields")]
    [InlineData("""{"x":{"file_name":"scan_http","constant_fields":{"no.such":"1"}}}""", "no.such")]
    [InlineData("""{"x":{"file_name":"scan_http","constant_fields":{"source.ip":"house"}}}""", "source.ip")]
    [InlineData("""{"x":{"file_name":"scan_http","required_fields":[["source.ip","ip","guess"]]}}""", "'guess'")]
    [InlineData("""{"x":{"file_name":"scan_http","optional_fields":[["source.ip","ip"],["source.ip","hostname","category_or_detail"]]}}""", "source.ip")]
    public void A_schema_with_faults_gives_reasons(string schema, string reason)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, schema);
            var parser = new ShadowserverParser(new ShadowserverParserOptions { SchemaFile = path });
            Failure failure = Assert.Single(parser.Parse(Report("ip,hostname,detail\n192.0.2.1,x,192.0.2.2\n")).Failures);
            Assert.Null(failure.Exception);
            Assert.Contains(reason, failure.Reason, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Random_tables_give_events_and_failures_that_fail_again()
    {
        ShadowserverParser parser = Parser();
        string[] cells = ["", "-", "2026-11-20 10:00:00", "192.0.2.1", "80", "x\"y", "\"", "\"a\nb\"", " ", "\t", "\u00e9", "\0", "2001:db8::1", "cve-2026-1;cve-2026-1", "/", "\r", "\ufeff"];
        Gen<string> rows = Gen.Elements(cells).ArrayOf().Select(static row => string.Join(",", row)).ArrayOf().Select(static lines => string.Join("\n", lines));
        Prop.ForAll(rows.ToArbitrary(), text =>
        {
            ParseResult result = parser.Parse(Report(Header + text));
            return result.Failures.All(failure =>
            {
                ParseResult again = parser.Parse((Report)failure.Message);
                return failure.Exception is null && again.Events.Count == 0 && again.Failures.Count == 1;
            });
        }).Check(Fuzz.Cases(500));
    }
}

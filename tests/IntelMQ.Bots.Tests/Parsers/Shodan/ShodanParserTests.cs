using System.IO.Compression;
using System.Text;
using IntelMQ.Bots.Parsers.Shodan;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Parsers.Shodan;

public sealed class ShodanParserTests
{
    private const string Banner = """
        {"hash": 0, "ip": 3221225985, "hostnames": ["192.0.2.7", "host.example.com"], "domains": "example.com", "org": "Example Org",
         "data": "HTTP/1.1 200 OK", "port": 8443, "transport": "tcp", "asn": "AS64496", "tags": ["self-signed"],
         "location": {"city": null, "country_code": "AT", "longitude": 16.0, "latitude": 48.0},
         "http": {"title": "a \"title\"", "components": {"nginx": {}, "php": {"versions": []}}},
         "ftp": {"features": {"SIZE": {"parameters": []}, "UTF8": {}}},
         "opts": {"ldap": {"supportedControl": "1.2.3"}, "amqp": {"server_properties": {"capabilities": {"basic.nack": true}}}},
         "ssl": {"cert": {"serial": 12345678901234567890, "issuer": {"C": "AT", "O": "Example"}}},
         "vulns": {"CVE-2024-0001": {"verified": true, "cvss": 7.5}, "CVE-2024-0002": {"cvss": 1}},
         "timestamp": "2024-02-15T14:14:15.931753", "ip_str": "192.0.2.1", "_shodan": {"module": "http-simple-new"}}
        """;

    private const string Download = """
        {"ip_str": "192.0.2.1", "timestamp": "2024-02-15T14:14:15"}
        {"ip_str": "nowhere"}
        {"ip_str":
        {"ip_str": "192.0.2.2"}

        """;

    [Fact]
    public void A_banner_is_mapped_by_the_table()
    {
        ParseResult result = Parser(false).Parse(Banner);
        Assert.Empty(result.Failures);
        Event banner = Assert.Single(result.Events);
        foreach ((string field, string value) in new[]
        {
            ("classification.type", "other"), ("classification.identifier", "shodan-scan"), ("source.ip", "192.0.2.1"), ("source.asn", "64496"),
            ("source.reverse_dns", "host.example.com"), ("source.fqdn", "example.com"), ("source.geolocation.longitude", "16.0"),
            ("time.source", "2024-02-15T14:14:15.931753+00:00"), ("protocol.application", "http"), ("extra.shodan.event_hash", "0"),
            ("extra.http.html.title", "a \"title\""), ("extra.http.components", "[\"nginx\", \"php\"]"), ("extra.tags", "[\"self-signed\"]"),
            ("extra.ftp.features", "[{\"parameters\": [], \"identifier\": \"SIZE\"}, {\"identifier\": \"UTF8\"}]"),
            ("extra.ldap.supportedcontrol", "[\"1.2.3\"]"), ("extra.amqp.capabilities.nack", "true"), ("extra.ssl.cert.serial", "12345678901234567890"),
            ("extra.ssl.cert.issuer.o", "Example"), ("extra.verified_vulns", "[\"CVE-2024-0001\"]"),
            ("extra.shodan.unique_keys", "[\"ftp\", \"http\", \"ssl\", \"vulns\"]"),
        })
            Assert.Equal(value, banner[field].ToString());
        Assert.Equal(FieldValueKind.Text, banner["extra.ssl.cert.serial"].Kind);
        Assert.Equal(Banner, banner.Raw());
    }

    [Theory]
    [InlineData("vulns", "[1]")]
    [InlineData("vulns", "{\"CVE\": 1}")]
    [InlineData("mac", "\"02:00\"")]
    [InlineData("hostnames", "[]")]
    [InlineData("hostnames", "[{\"a\": [1]}, 7]")]
    [InlineData("location", "null")]
    [InlineData("http", "7")]
    public void What_has_another_form_is_left_out(string name, string value)
    {
        Event banner = Assert.Single(Parser(false).Parse($$"""{"{{name}}": {{value}}, "port": 1}""").Events);
        Assert.True(banner[$"extra.{name}"].IsMissing);
        Assert.True(banner["source.reverse_dns"].IsMissing);
    }

    [Theory]
    [InlineData(false, "a.example.org")]
    [InlineData(true, "-x-.example.org")]
    public void Of_several_names_the_first_that_the_schema_takes_counts(bool isIntelMQ, string expected)
    {
        Schema schema = isIntelMQ ? Schema.IntelMQ33 : Schema.Default;
        var parser = new ShodanParser(new ShodanParserOptions(), new BotServices { Schema = schema });
        Event banner = Assert.Single(parser.Parse(new Report("""{"hostnames": ["-x-.example.org", "a.example.org"], "port": 1}"""u8.ToArray(), schema)).Events);
        Assert.Equal(expected, banner["source.reverse_dns"].ToString());
    }

    [Fact]
    public void In_minimal_mode_the_banner_is_stored_whole()
    {
        Event banner = Assert.Single(Parser(true).Parse(Banner).Events);
        Assert.Equal("network-scan", banner["classification.identifier"].ToString());
        Assert.Equal("AT", banner["source.geolocation.cc"].ToString());
        Assert.Equal(Banner.Replace("\n", "", StringComparison.Ordinal), banner["extra.shodan"].ToString());
        Assert.True(banner["protocol.application"].IsMissing);
    }

    [Theory]
    [InlineData(true, "{\"ip_str\": \"192.0.2.1\"}")]
    [InlineData(true, "{\"timestamp\": \"2024-01-01\", \"ip_str\": \"\\ud800\"}")]
    [InlineData(false, "{\"ip_str\": \"nonsense\"}")]
    [InlineData(false, "{\"\\ud800\": 1}")]
    [InlineData(false, "[[]]]")]
    [InlineData(false, "7")]
    public void A_broken_banner_fails_again(bool minimal, string text)
    {
        ShodanParser parser = Parser(minimal);
        ParseResult result = parser.Parse(text);
        Assert.Empty(result.Events);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_download_has_a_banner_in_each_line_packed_or_not(bool packed)
    {
        byte[] lines = Encoding.UTF8.GetBytes(Download);
        var report = ParserCases.ReportOf(packed ? GZip(lines) : lines, null);
        report.Set("time.observation", "2024-03-01T00:00:00+00:00");
        ShodanParser parser = Parser(false);
        ParseResult result = parser.Parse(report);
        Assert.Equal(["192.0.2.1 2024-02-15T14:14:15+00:00", "192.0.2.2 2024-03-01T00:00:00+00:00"], result.Events.Select(static e => $"{e["source.ip"].ToString()} {e["time.source"].ToString()}"));
        Assert.Equal("{\"ip_str\": \"192.0.2.1\", \"timestamp\": \"2024-02-15T14:14:15\"}", result.Events[0].Raw());
        Assert.Equal([2, 3], result.Failures.Select(static failure => (int)failure.LineNumber));
        foreach (Failures.Failure failure in result.Failures)
            Assert.Single(parser.Parse((Report)failure.Message).Failures);
    }

    [Fact]
    public void A_banner_over_several_lines_is_one()
        => Assert.Equal("192.0.2.1", Assert.Single(Parser(false).Parse("{\n\"location\":\n{\"country_code\": \"AT\"},\n\"ip_str\": \"192.0.2.1\"\n}\n").Events)["source.ip"].ToString());

    [Fact]
    public void Classification_is_a_parameter()
    {
        var parser = new ShodanParser(new ShodanParserOptions { ClassificationType = "vulnerable-system", ClassificationIdentifier = "open-example" });
        Event only = Assert.Single(parser.Parse("{\"ip_str\": \"192.0.2.1\"}").Events);
        Assert.Equal("vulnerable-system/open-example", $"{only["classification.type"].ToString()}/{only["classification.identifier"].ToString()}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Anything_is_taken(bool minimal)
    {
        Parser(minimal).TakesAnything(Banner);
        Parser(minimal).TakesAnything(Download);
    }

    [Theory]
    [InlineData("\"ipv6\": \"2001:db8::1\"", "2001:db8::1")]
    [InlineData("\"ip_str\": null, \"ipv6\": \"2001:db8::1\"", "2001:db8::1")]
    [InlineData("\"ip\": 3221225985", "192.0.2.1")]
    [InlineData("\"ip\": 3221225985, \"ip_str\": \"192.0.2.7\", \"ipv6\": null", "192.0.2.7")]
    public void A_banner_may_have_any_one_of_its_addresses(string member, string address)
    {
        foreach (bool minimal in new[] { true, false })
        {
            ParseResult result = Parser(minimal).Parse($"{{{member}, \"port\": 443, \"timestamp\": \"2026-01-02T03:04:05.123456\"}}");
            Assert.Equal(address, Assert.Single(result.Events)["source.ip"].ToString());
        }
    }

    private static byte[] GZip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionMode.Compress))
            stream.Write(content);
        return packed.ToArray();
    }

    private static ShodanParser Parser(bool minimal) => new(new ShodanParserOptions { MinimalMode = minimal });
}

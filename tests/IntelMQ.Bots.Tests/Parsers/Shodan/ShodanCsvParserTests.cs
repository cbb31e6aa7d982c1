using IntelMQ.Bots.Parsers.Shodan;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Shodan;

public sealed class ShodanCsvParserTests
{
    private const string Sample = """"
        data,hostnames,ip,ip_str,ipv6,org,isp,location.country_code,location.city,location.country_name,location.latitude,location.longitude,os,asn,port,tags,timestamp,transport,product,version,vulns,ssl.alpn,ssl.cert.serial,title
        "HTTP/1.1 200 OK
        Server: ""x""","192.0.2.7,www.example.com,example.com",3221225991,192.0.2.7,,Example Org,Example ISP,AT,Vienna,Austria,48.2,16.4,,AS64496,443,"cloud,eol",2024-02-15T10:11:12.123456,tcp,nginx,1.18,"CVE-2024-0001,CVE-2024-0002","h2,http/1.1",123456789012345678901234567890,Welcome
        SSH-2.0,,3221225992,,,,,,,,,,,,22,,2024-02-15T10:11:13,tcp,,,,,,
        ,,,,2001:db8::7,,,nowhere,,,north,,,,53,,2024-02-15T10:11:14.5,udp,,,,,,
        ,,many,,,,,,,,,,,,22,,2024-02-15T10:11:13,tcp,,,,,,
        ,,,,,,,,,,,,,,22,,2024-02-15T10:11:13,tcp,,,,,,
        ,,,192.0.2.8,,,,,,,,,,AS many,22,,2024-02-15T10:11:13,tcp,,,,,,
        """";

    [Fact]
    public void Banners_become_events()
    {
        ShodanCsvParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Theory]
    [InlineData("a", 4096)]
    [InlineData("\u00e4", 4096)]
    [InlineData("\u20ac", 4095)]
    public void Long_data_is_cut_between_characters(string character, int bytes)
    {
        string data = string.Concat(Enumerable.Repeat(character, 5000));
        ParseResult result = Parser().Parse($"ip_str,data\n192.0.2.7,{data}");
        Assert.Equal(bytes, Assert.Single(result.Events)["extra.data"].Utf8.Length);
    }

    [Fact]
    public void Classification_is_a_parameter()
    {
        var parser = new ShodanCsvParser(new ShodanCsvParserOptions { ClassificationType = "vulnerable-system", ClassificationIdentifier = "open-example" });
        Messages.Event only = Assert.Single(parser.Parse("ip_str\n192.0.2.7").Events);
        Assert.Equal("vulnerable-system", only["classification.type"].ToString());
        Assert.Equal("open-example", only["classification.identifier"].ToString());
        Assert.Throws<BotConfigurationException>(static () => new ShodanCsvParser(new ShodanCsvParserOptions { ClassificationType = "nonsense" }));
    }

    [Fact]
    public void A_row_without_a_time_has_that_of_the_observation()
    {
        Messages.Report report = ParserCases.ReportOf("ip_str,timestamp\n192.0.2.7,\n192.0.2.8,2024-02-15T10:11:12"u8.ToArray(), null);
        report.Set("time.observation", "2024-03-01T00:00:00+00:00");
        Assert.Equal(["2024-03-01T00:00:00+00:00", "2024-02-15T10:11:12+00:00"], Parser().Parse(report).Events.Select(static e => e["time.source"].ToString()));
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static ShodanCsvParser Parser() => new(new ShodanCsvParserOptions());
}

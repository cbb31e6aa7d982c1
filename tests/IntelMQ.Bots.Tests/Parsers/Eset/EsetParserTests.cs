using IntelMQ.Bots.Parsers.Eset;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Testing;
using System.Text;

namespace IntelMQ.Bots.Tests.Parsers.Eset;

public sealed class EsetParserTests
{
    private const string Sample = """
        [
          {"domain": "www.example.com", "ip": "192.0.2.3", "domain_last_seen": "2024-06-20 09:00:00 UTC", "url": "http://www.example.com/x", "reason": "Host is known source of phishing or other fraudulent content.", "count": 7},
          {"domain": "192.0.2.4", "ip": "@ipv4_NXDOMAIN", "domain_last_seen": null, "url": "", "reason": "Host is used as command and control server of Example."},
          {"domain": "www.example.net", "ip": null, "domain_last_seen": "2024-06-20 09:00:00 UTC", "url": "http://www.example.net/", "reason": ""},
          {"domain": "www.example.net", "ip": null, "domain_last_seen": "2024-06-20 09:00:00 UTC", "url": "no url", "reason": "Other"},
          {"domain": "www.example.net", "ip": null, "domain_last_seen": "2024-06-20 09:00:00 UTC", "url": "http://www.example.net/", "reason": null},
          {"ip": null, "domain_last_seen": "2024-06-20 09:00:00 UTC", "url": "http://www.example.net/", "reason": "Other"},
          {"domain": "www.example.net", "domain_last_seen": "2024-06-20 09:00:00 UTC", "url": "http://www.example.net/", "reason": "Other"}
        ]
        """;

    [Fact]
    public void Rows_become_events() => Snapshot.Verify(Parser().Parse(ReportOf(Sample, "ei.urls (json)")));

    [Fact]
    public void What_is_broken_fails_again()
    {
        EsetParser parser = Parser();
        ParseResult result = parser.Parse(ReportOf(Sample, "ei.urls (json)"));
        Assert.Single(result.Failures);
        foreach (Failure failure in result.Failures)
            parser.FailsAgain(failure);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    [Fact]
    public void Domains_have_their_own_time()
    {
        const string Domain = """[{"domain": "www.example.com", "ip": "2001:db8::1", "last_seen": "2024-06-20 09:00:00 UTC", "reason": "Other"}]""";
        Event only = Assert.Single(Parser().Parse(ReportOf(Domain, "ei.domains v2 (json)")).Events);
        Assert.Equal("2024-06-20T09:00:00+00:00", only["time.source"].ToString());
        Assert.Equal("2001:db8::1", only["source.ip"].ToString());
    }

    [Theory]
    [InlineData("ei.files (json)")]
    [InlineData(null)]
    public void Elements_of_an_unknown_feed_fail(string? feed)
    {
        EsetParser parser = Parser();
        ParseResult result = parser.Parse(ReportOf("""[{"reason": "a", "domain": "", "ip": ""}, {"reason": "b", "domain": "", "ip": ""}]""", feed));
        Assert.Empty(result.Events);
        Assert.Equal(2, result.Failures.Count);
        parser.FailsAgain(result.Failures[0]);
    }

    private static Report ReportOf(string raw, string? feed)
    {
        Report report = ParserCases.ReportOf(Encoding.UTF8.GetBytes(raw), null);
        if (feed is not null)
            report.Set("extra.eset_feed", feed);
        return report;
    }

    private static EsetParser Parser() => new(new PlainParserOptions());
}

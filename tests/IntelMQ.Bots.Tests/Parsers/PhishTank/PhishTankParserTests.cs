using IntelMQ.Bots.Parsers.PhishTank;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.PhishTank;

public sealed class PhishTankParserTests
{
    private const string Sample = """
        [
          {
            "phish_id": "1", "url": "https://www.example.com/", "phish_detail_url": "http://www.example.org/phish_detail.php?phish_id=1",
            "submission_time": "2024-03-16T14:08:44+00:00", "verified": "yes", "verification_time": "2024-03-16T14:12:55+00:00", "online": "yes",
            "details": [
              {"ip_address": "192.0.2.9", "cidr_block": "192.0.2.9/24", "announcing_network": "64496", "rir": "ripe", "country": "AT"},
              {"ip_address": "192.0.2.10", "country": "DE"}
            ],
            "target": "Example Bank"
          },
          {"phish_id": "2", "url": "https://www.example.net/", "submission_time": "some day", "details": [], "target": "Other"},
          {"phish_id": "3", "url": "https://www.example.net/3", "details": [{"ip_address": "none", "cidr_block": "-", "announcing_network": 0}]},
          {"phish_id": "4", "url": "no url"},
          {"phish_id": "5", "url": "https://www.example.net/5", "submission_time": 1}
        ]
        """;

    [Fact]
    public void Rows_become_events() => Snapshot.Verify(Parser().Parse(Sample));

    [Fact]
    public void What_is_broken_fails_again()
    {
        PhishTankParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Assert.Equal(2, result.Failures.Count);
        foreach (Failure failure in result.Failures)
            parser.FailsAgain(failure);
    }

    [Fact]
    public void Tables_are_read()
    {
        PhishTankParser parser = Parser();
        ParseResult result = parser.Parse("""
            phish_id,url,phish_detail_url,submission_time,verified,verification_time,online,target
            7,"http://www.example.com/?a=1,2",http://www.phishtank.com/phish_detail.php?phish_id=7,2026-01-02T03:04:05+00:00,yes,2026-01-02T03:05:05+00:00,yes,"Other"
            8,no URL,,2026-01-02T03:04:05+00:00,yes,,yes,Other
            """);
        Messages.Event only = Assert.Single(result.Events);
        Assert.Equal("http://www.example.com/?a=1,2", only["source.url"].ToString());
        Assert.Equal("2026-01-02T03:04:05+00:00", only["time.source"].ToString());
        Assert.Equal("7", only["extra.phishtank.phish_id"].ToString());
        Assert.Equal("Other", only["event_description.target"].ToString());
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Fact]
    public void What_is_no_site_is_a_failure()
    {
        PhishTankParser parser = Parser();
        parser.FailsAgain(Assert.Single(parser.Parse("{\"error\": \"invalid key\"}").Failures));
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static PhishTankParser Parser() => new(new PlainParserOptions());
}

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
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static PhishTankParser Parser() => new(new PlainParserOptions());
}

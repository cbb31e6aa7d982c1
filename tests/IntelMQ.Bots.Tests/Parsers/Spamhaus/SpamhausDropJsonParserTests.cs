using IntelMQ.Bots.Parsers.Spamhaus;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Spamhaus;

public sealed class SpamhausDropJsonParserTests
{
    private const string Networks = """
        {"cidr":"192.0.2.0/25","sblid":"SBL100001","rir":"ripencc"}
        {"cidr":"2001:db8::/32","sblid":"SBL100002","rir":"somewhere"}
        {"cidr":"nonsense","sblid":"SBL100003","rir":"apnic"}
        {"sblid":"SBL100004","rir":"apnic"}
        {"cidr":
        {"type":"metadata","timestamp":1708000000,"size":1,"records":2,"copyright":"(c)"}
        """;

    private const string Systems = """
        {"asn":64496,"rir":"arin","domain":"example.com","cc":"AT","asname":"EXAMPLE"}
        {"asn":64497,"rir":null,"domain":"","cc":"","asname":""}
        {"asn":"many","rir":"arin","domain":"example.com","cc":"AT","asname":"EXAMPLE"}
        """;

    [Fact]
    public void Networks_become_events()
    {
        SpamhausDropJsonParser parser = Parser();
        ParseResult result = parser.Parse(Networks);
        Snapshot.Verify(result);
        Assert.Equal(3, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Systems_become_events()
    {
        SpamhausDropJsonParser parser = Parser();
        ParseResult result = parser.Parse(Systems);
        Snapshot.Verify(result);
        Assert.Single(result.Failures);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void A_time_is_not_carried_into_the_next_report()
    {
        SpamhausDropJsonParser parser = Parser();
        parser.Parse(Networks);
        Assert.True(parser.Parse(Systems).Events[0]["time.source"].IsMissing);
    }

    [Fact]
    public void Anything_is_taken()
    {
        Parser().TakesAnything(Networks);
        Parser().TakesAnything(Systems);
    }

    private static SpamhausDropJsonParser Parser() => new(new PlainParserOptions());
}

using IntelMQ.Bots.Parsers.Spamhaus;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Parsers.Spamhaus;

public sealed class SpamhausDropParserTests
{
    private const string DropUrl = "https://www.spamhaus.org/drop/drop.txt";
    private const string AsnUrl = "https://www.spamhaus.org/drop/asndrop.txt";

    private const string Drop = """
        ; Spamhaus DROP List 2024/02/15
        ; Last-Modified: Thu, 15 Feb 2024 04:39:22 GMT
        192.0.2.0/25 ; SBL100001
        2001:db8::/32 ; SBL100002
        198.51.100.0/24 ;
        198.51.100.0/24
        nonsense ; SBL100003
        """;

    private const string Asn = """
        ; Last-Modified: Thu, 15 Feb 2024 04:39:22 GMT
        AS64496 ; AT | EXAMPLE-AS - Example, AT
        AS64497 ; | Example Two
        AS64498 ; DE
        ASN ; DE | Example Three
        """;

    [Fact]
    public void Networks_become_events()
    {
        ParseResult result = Parser().Parse(Drop, DropUrl);
        Assert.Equal(3, result.Events.Count);
        Assert.Equal("classification.type = spam\nsource.network = 192.0.2.0/25\ntime.source = 2024-02-15T04:39:22+00:00", string.Join('\n', result.Events[0].Text().Split('\n').Where(static line => !line.StartsWith("extra", StringComparison.Ordinal))));
        Assert.Equal("SBL100001", result.Events[0]["extra.blocklist"].ToString());
        Assert.Equal("192.0.2.0/25 ; SBL100001", result.Events[0].Raw());
        Assert.True(result.Events[2]["extra.blocklist"].IsMissing);
    }

    [Fact]
    public void Systems_become_events()
    {
        ParseResult result = Parser().Parse(Asn, AsnUrl);
        Assert.Equal(["64496", "64497"], result.Events.Select(static e => e["source.asn"].ToString()));
        Assert.Equal("EXAMPLE-AS - Example, AT", result.Events[0]["source.as_name"].ToString());
        Assert.Equal("AT", result.Events[0]["source.geolocation.cc"].ToString());
        Assert.True(result.Events[1]["source.geolocation.cc"].IsMissing);
    }

    [Theory]
    [InlineData(Drop, DropUrl, 2)]
    [InlineData(Asn, AsnUrl, 2)]
    [InlineData("192.0.2.0/24 ; SBL1", "https://example.com/other.txt", 1)]
    [InlineData("192.0.2.0/24 ; SBL1", null, 1)]
    public void Broken_lines_fail_again(string text, string? url, int failures)
    {
        SpamhausDropParser parser = Parser();
        ParseResult result = parser.Parse(text, url);
        Assert.Equal(failures, result.Failures.Count);
        foreach (Failures.Failure failure in result.Failures)
            parser.FailsAgain(failure);
    }

    [Fact]
    public void A_time_is_not_carried_into_the_next_report_and_a_bad_one_is_none()
    {
        SpamhausDropParser parser = Parser();
        parser.Parse(Drop, DropUrl);
        Assert.True(parser.Parse("192.0.2.0/24 ; SBL1", DropUrl).Events[0]["time.source"].IsMissing);
        Assert.True(parser.Parse("; Last-Modified: some day\n192.0.2.0/24 ; SBL1", DropUrl).Events[0]["time.source"].IsMissing);
    }

    [Fact]
    public void Anything_is_taken()
    {
        Parser().TakesAnything(Drop, DropUrl);
        Parser().TakesAnything(Asn, AsnUrl);
    }

    private static SpamhausDropParser Parser() => new(new PlainParserOptions());
}

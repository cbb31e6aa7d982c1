using IntelMQ.Bots.Parsers.Cymru;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Cymru;

public sealed class CymruFullBogonsParserTests
{
    private const string Sample = "\n# last updated 1708011302 (Thu Feb 15 15:35:02 2024 GMT)\r\n192.0.2.0/24\r\n// a comment\r\n198.51.100.7/32\r\n2001:db8::/32\r\nnonsense\r\n# the end\r\n203.0.113.0/24";

    [Fact]
    public void Networks_become_events()
    {
        CymruFullBogonsParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Single(result.Failures);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Theory]
    [InlineData("192.0.2.0/24\n198.51.100.0/24")]
    [InlineData("# last updated (some day)\n192.0.2.0/24")]
    [InlineData("# last updated )2024-02-15(\n192.0.2.0/24")]
    public void Without_a_date_the_report_fails(string text)
    {
        CymruFullBogonsParser parser = Parser();
        ParseResult result = parser.Parse(text);
        Assert.Empty(result.Events);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Fact]
    public void Each_report_has_its_own_date()
    {
        CymruFullBogonsParser parser = Parser();
        parser.Parse(Sample);
        Assert.Equal("2024-02-16T00:00:00+00:00", parser.Parse("# (2024-02-16)\n192.0.2.0/24").Events[0]["time.source"].ToString());
        Assert.Empty(parser.Parse(" \n").Events);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static CymruFullBogonsParser Parser() => new(new PlainParserOptions());
}

using IntelMQ.Bots.Parsers.Turris;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Turris;

public sealed class TurrisGreylistParserTests
{
    private const string Sample = """
        # For the terms of use see https://www.example.com/
        Address,Tags
        192.0.2.8,http
        # a comment
        192.0.2.9,"ftp,http,port_scan,smtp,telnet"
        192.0.2.10, ftp
        192.0.2.11,"haas"
        ,telnet
        Address,Tags
        192.0.2.300,telnet
        192.0.2.12
        192.0.2.13,telnet,more
        """;

    [Fact]
    public void Tags_become_events()
    {
        TurrisGreylistParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Equal(3, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Theory]
    [InlineData("ssh_scan", "scanner")]
    [InlineData("minipot", "other")]
    public void A_tag_that_is_not_known_does_not_cost_the_row(string tag, string type)
    {
        ParseResult result = Parser().Parse($"Address,Tags\n192.0.2.8,{tag}\n192.0.2.9,telnet");

        Assert.Empty(result.Failures);
        Assert.Equal([type, "brute-force"], result.Events.Select(static message => message["classification.type"].ToString()));
        Assert.Equal(tag, result.Events[0]["extra.tag"].ToString());
    }

    [Theory]
    [InlineData("# a comment\n \n192.0.2.8,http")]
    [InlineData("# a comment\n\u3000Tags\n192.0.2.8,http")]
    public void Rows_below_a_header_that_begins_with_white_space_fail_again(string table)
    {
        TurrisGreylistParser parser = Parser();
        parser.FailsAgain(Assert.Single(parser.Parse(table).Failures));
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static TurrisGreylistParser Parser() => new(new PlainParserOptions());
}

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

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static TurrisGreylistParser Parser() => new(new PlainParserOptions());
}

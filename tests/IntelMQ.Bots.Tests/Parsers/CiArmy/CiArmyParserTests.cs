using IntelMQ.Bots.Parsers.CiArmy;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.CiArmy;

public sealed class CiArmyParserTests
{
    private const string Sample = "# CINS\n192.0.2.9\n198.51.100.8 \n\n  # indented\n198.51.100.0/24\n2001:db8::7";

    [Fact]
    public void Addresses_become_events()
    {
        CiArmyParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static CiArmyParser Parser() => new(new PlainParserOptions());
}

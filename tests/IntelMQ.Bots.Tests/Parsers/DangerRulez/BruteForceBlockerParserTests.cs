using IntelMQ.Bots.Parsers.DangerRulez;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.DangerRulez;

public sealed class BruteForceBlockerParserTests
{
    private const string Sample =
        "# IP\t\t\t# Last Reported\t\t\tCount\tID\n192.0.2.48\t\t# 2024-02-15 09:11:03\t\t56\t1\n"
        + "198.51.100.9 # # 2024-02-15 09:11:04 7\n203.0.113.1\t\t# yesterday\t1\n 203.0.113.1\t# 2024-02-15 09:11:03\t1\n";

    [Fact]
    public void Addresses_become_events()
    {
        BruteForceBlockerParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static BruteForceBlockerParser Parser() => new(new PlainParserOptions());
}

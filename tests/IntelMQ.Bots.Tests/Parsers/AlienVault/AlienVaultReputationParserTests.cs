using IntelMQ.Bots.Parsers.AlienVault;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.AlienVault;

public sealed class AlienVaultReputationParserTests
{
    private const string Sample = """
        192.0.2.1#4#2#Malicious Host#AT##0,1.5#3
        198.51.100.4#3#2#Scanning Host; Spamming;Something#DE#Berlin#52.5, #11;3#more
        203.0.113.5#3#2##DE#Berlin##11
        203.0.113.6#3#2#C2Server#DE#Berlin#1,2,3#11
        # a comment
        203.0.113.7#3#2#C2Server#Nowhere#Berlin#1,2#11
        203.0.113.8#3#2#C2Server#DE#Berlin#north,south#11
        """;

    [Fact]
    public void Activities_become_events()
    {
        AlienVaultReputationParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Fact]
    public void A_line_of_activities_fails()
    {
        AlienVaultReputationParser parser = Parser();
        ParseResult result = parser.Parse($"192.0.2.1#4#2#{string.Join(';', Enumerable.Repeat("a", 300))}#AT##0,1#3");
        Assert.Empty(result.Events);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Fact]
    public void A_default_that_is_refused_makes_one_failure_of_a_line()
    {
        var options = new PlainParserOptions();
        options.DefaultFields["source.port"] = "none";
        var parser = new AlienVaultReputationParser(options);
        ParseResult result = parser.Parse("192.0.2.1#4#2#C2Server;Spamming#AT##0,1#3");
        Assert.Empty(result.Events);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static AlienVaultReputationParser Parser() => new(new PlainParserOptions());
}

using IntelMQ.Bots.Parsers.Dshield;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Dshield;

public sealed class DshieldBlockParserTests
{
    private const string Sample = """
        #   DShield.org Recommended Block List
        192.0.2.0	192.0.2.255	24	12
        #    updated: Tue Dec 12 15:33:38 2023 UTC
        Start	End	Netblock	Attacks	Name	Country	email
        198.51.100.77	198.51.100.255	24	788	EXAMPLE-NET	AT	Admin@Example.com
        203.0.113.0	203.0.113.255	24	585			
        203.0.113.0	203
        203.0.113.0	203.0.113.255	240	585
        203.0.113.0	203.0.113.255	24	585	EXAMPLE	<no value>
        203.0.113.0	203.0.113.255	24		EXAMPLE
        #    updated: some day
        203.0.113.0	203.0.113.255	24
        """;

    [Fact]
    public void Rows_become_events() => Snapshot.Verify(Parser().Parse(Sample));

    [Fact]
    public void What_is_broken_fails_again()
    {
        DshieldBlockParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Assert.Equal(2, result.Failures.Count);
        foreach (Failure failure in result.Failures)
            parser.FailsAgain(failure);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static DshieldBlockParser Parser() => new(new PlainParserOptions());
}

using IntelMQ.Bots.Parsers.VxVault;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.VxVault;

public sealed class VxVaultParserTests
{
    private const string Sample = """
        <pre>
        VX Vault last 100 Links
        Thu, 15 Feb 2024 14:36:19 +0000

        http://www.example.com/bad/program.exe
        https://192.0.2.7:8443/x.exe
        http://[2001:db8::7]/x.exe
        HTTP://www.example.com/
        </pre>
        http://www.example.com:99999/
        http://[2001:db8::7/
        http:///nothing
        """;

    [Fact]
    public void Links_become_events()
    {
        VxVaultParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Equal(3, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void A_time_that_is_none_fails_every_line()
    {
        VxVaultParser parser = Parser();
        ParseResult result = parser.Parse("1\n2\nsome day\n4\nhttp://www.example.com/1\nhttp://www.example.com/2");
        Assert.Empty(result.Events);
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static VxVaultParser Parser() => new(new PlainParserOptions());
}

using IntelMQ.Bots.Parsers.OpenPhish;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.OpenPhish;

public sealed class OpenPhishParserTests
{
    private const string Sample = """
        http://www.example.com/phishing
          https://login.example.net/?id=1

        not a url
        http://www.example.org:80/
        """;

    [Fact]
    public void Rows_become_events() => Snapshot.Verify(Parser().Parse(Sample));

    [Fact]
    public void What_is_broken_fails_again()
    {
        OpenPhishParser parser = Parser();
        parser.FailsAgain(Assert.Single(parser.Parse(Sample).Failures));
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static OpenPhishParser Parser() => new(new PlainParserOptions());
}

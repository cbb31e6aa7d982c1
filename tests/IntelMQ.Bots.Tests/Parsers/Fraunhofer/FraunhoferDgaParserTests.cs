using IntelMQ.Bots.Parsers.Fraunhofer;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Fraunhofer;

public sealed class FraunhoferDgaParserTests
{
    private const string Sample = """
        {
          "example_dga_0x3c03": ["www.example.com", "192.0.2.5", "", "www.example.com/x", 5, ["www.example.org"]],
          "_": ["www.example.net"],
          "text": "www.example.org"
        }
        """;

    [Fact]
    public void Rows_become_events() => Snapshot.Verify(Parser().Parse(Sample));

    [Fact]
    public void What_is_broken_fails_again()
    {
        FraunhoferDgaParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Assert.Equal(4, result.Failures.Count);
        foreach (Failure failure in result.Failures)
            parser.FailsAgain(failure);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static FraunhoferDgaParser Parser() => new(new PlainParserOptions());
}

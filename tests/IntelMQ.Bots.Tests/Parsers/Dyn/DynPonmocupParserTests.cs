using IntelMQ.Bots.Parsers.Dyn;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Dyn;

public sealed class DynPonmocupParserTests
{
    private const string Sample = """
        # format:
        # ponmocup-malware-IP ponmocup-malware-domain ponmocup-malware-URI-path ponmocup-htaccess-infected-domain
        192.0.2.1 early.example.com http://early.example.com/a malicious.example.net
        # last updated: Tue Mar 15 00:47:49 PDT 2016
        / www.example.com http://www.example.com/url malicious.example.net
        # last updated: Fri Jan 15 20:00:00 PST 2016

        198.51.100.7 www.example.org http://www.example.org/ malicious.example.net and more
        / short.example.org
        / www.example.org no-url malicious.example.net
        # last updated: never
        / late.example.com http://late.example.com/ malicious.example.net
        """;

    [Fact]
    public void Rows_become_events() => Snapshot.Verify(Parser().Parse(Sample));

    [Fact]
    public void What_is_broken_fails_again()
    {
        DynPonmocupParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Assert.Equal(3, result.Failures.Count);
        foreach (Failure failure in result.Failures)
            parser.FailsAgain(failure);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static DynPonmocupParser Parser() => new(new PlainParserOptions());
}

using IntelMQ.Bots.Parsers.ThreatMiner;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.ThreatMiner;

public sealed class ThreatMinerParserTests
{
    private const string Sample = """
        <!DOCTYPE html>
        <div class="panel-heading">
        <i class="fa fa-sitemap fa-fw"></i>
        Recent domains
        </div>
        <table class="table">
        <tr><td><a href='domain.php?q=one.example.com
        '>one.example.com
        </a></td></tr><tr><td><a href="domain.php?q=>">two.example.com</a> <b>three.example.com</b></td></tr>
        <tr><td><a>192.0.2&#46;1</a></td></tr>
        </table>
        Recent hosts
        <td>four.example.com</td>
        """;

    [Fact]
    public void Domains_become_events()
    {
        ThreatMinerParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Single(result.Failures);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void A_page_without_the_heading_is_one_failure()
    {
        ThreatMinerParser parser = Parser();
        parser.FailsAgain(Assert.Single(parser.Parse("<html>www.example.com</html>").Failures));
    }

    [Theory]
    [InlineData("<td>\u001F</td>")]
    public void What_is_no_domain_fails_again(string line)
    {
        ThreatMinerParser parser = Parser();
        parser.FailsAgain(Assert.Single(parser.Parse($"Recent domains\n{line}\n").Failures));
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static ThreatMinerParser Parser() => new(new PlainParserOptions());
}

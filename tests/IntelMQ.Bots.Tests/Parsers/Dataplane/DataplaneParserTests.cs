using IntelMQ.Bots.Parsers.Dataplane;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Dataplane;

public sealed class DataplaneParserTests
{
    private const string Sample = """
        # comment
        64496        |  EXAMPLE-AS - Example, AT         |      192.0.2.77  |  2024-02-15 23:50:46  |  telnetlogin
        NA           |  NA                              |    2001:db8::77  |  2024-02-15 23:50:47  |  sshclient
        64497        |  EXAMPLE                         |    198.51.100.1  |  2024-02-14 05:00:18  |  2024-02-15 05:00:18  |  proto41
        64497        |  EXAMPLE                         |    198.51.100.1  |  2024-02-15 05:00:18  |  proto41
        64497        |  EXAMPLE                         |    198.51.100.1  |  2024-02-15 05:00:18  |  unknown
        64497        |                                  |    198.51.100.1  |  2024-02-15 05:00:18  |  vncrfb
        64497 | EXAMPLE |
        64497        |  EXAMPLE                         |    198.51.100.1  |  bad  |  vncrfb
        #   Addresses: 1
        """;

    [Fact]
    public void Rows_become_events()
    {
        DataplaneParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Equal(3, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Theory]
    [InlineData("dnsrd", "scanner", "dns")]
    [InlineData("dnsrdany", "scanner", "dns")]
    [InlineData("dnsversion", "scanner", "dns")]
    [InlineData("sipinvitation", "brute-force", "sip")]
    [InlineData("sipquery", "brute-force", "sip")]
    [InlineData("sipregistration", "brute-force", "sip")]
    [InlineData("smtpdata", "scanner", "smtp")]
    [InlineData("smtpgreet", "scanner", "smtp")]
    [InlineData("sshclient", "scanner", "ssh")]
    [InlineData("sshpwauth", "brute-force", "ssh")]
    [InlineData("vncrfb", "scanner", "vnc")]
    public void The_last_cell_says_what_an_address_did(string category, string type, string protocol)
    {
        Messages.Event found = Assert.Single(Parser().Parse($"64496  |  EXAMPLE  |  192.0.2.1  |  2024-02-15 05:00:18  |  {category}").Events);
        Assert.Equal(type, found["classification.type"].ToString());
        Assert.Equal(protocol, found["protocol.application"].ToString());
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static DataplaneParser Parser() => new(new PlainParserOptions());
}

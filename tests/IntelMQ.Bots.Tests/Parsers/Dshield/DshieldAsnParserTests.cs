using IntelMQ.Bots.Parsers.Dshield;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Dshield;

public sealed class DshieldAsnParserTests
{
    private const string Url = "https://dshield.example.com/asdetailsascii.html?as=64496";

    private const string Sample = """
        # asdetailsascii.html
        # source IP <tab> Reports <tab> Targets <tab> First Seen <tab> Last Seen <tab> Updated <CR>
        192.000.002.007	85	56	2024-01-01	2024-02-03	2024-02-04 11:09:07
        198.51.100.20	1	1		2024-02-03	2024-02-04 12:40:59
        198.51.100.21	1	1
        203.0.113.9	many	1		2024-02-03	2024-02-04 12:40:59
        203.0.113.10	1	1			
        not.an.address.0	1	1			2024-02-04 12:40:59
        # Creative Commons ShareAlike License 2.5
        """;

    [Fact]
    public void Rows_become_events() => Snapshot.Verify(Parser().Parse(Sample, Url));

    [Fact]
    public void What_is_broken_fails_again()
    {
        DshieldAsnParser parser = Parser();
        ParseResult result = parser.Parse(Sample, Url);
        Assert.Equal(2, result.Failures.Count);
        foreach (Failure failure in result.Failures)
            parser.FailsAgain(failure);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample, Url);

    [Theory]
    [InlineData("https://dshield.example.com/asdetailsascii.html")]
    [InlineData("https://dshield.example.com/asdetailsascii.html?as=")]
    [InlineData("https://dshield.example.com/asdetailsascii.html?as=0")]
    [InlineData("https://dshield.example.com/asdetailsascii.html?as=x64496")]
    [InlineData(null)]
    public void A_report_of_no_known_system_fails_as_a_whole(string? url)
    {
        DshieldAsnParser parser = Parser();
        parser.FailsAgain(Assert.Single(parser.Parse(Sample, url).Failures));
    }

    private static DshieldAsnParser Parser() => new(new PlainParserOptions());
}

using IntelMQ.Bots.Parsers.Bambenek;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Bambenek;

public sealed class BambenekParserTests
{
    private const string Servers = """
        ## Master feed of command and control servers
        192.0.2.7,IP used by bebloh C&C,2024-02-15 15:02,https://www.example.com/manual/bebloh.txt
        198.51.100.9,"IP used by cl, C&C",2024-02-15 15:03,https://www.example.com/manual/x.txt,https://www.example.com/manual/cl.txt
        203.0.113.1,IP used by nobody,2024-02-15 15:04,https://www.example.com/manual/
        no address,IP used by ptgoz,2024-02-15 15:02,https://www.example.com/manual/ptgoz.txt
        192.0.2.8,too few cells
        """;

    private const string Domains = """
        c2.example.com,Domain used by volatile,2024-02-15 15:02,https://www.example.com/manual/volatile.txt
        -,Domain used by bebloh,some day,https://www.example.com/manual/bebloh.txt
        """;

    private const string Generated = """
        # generated
        abcdefgh.example.net,Domain used by a DGA for 15 Feb 2024,2024-02-15,https://www.example.com/manual/p2pgoz.txt
        abcdefgi.example.net,Domain used by a DGA for 15 Feb 2024,2024-02-15,no URL
        """;

    [Fact]
    public void Servers_by_address_become_events()
    {
        BambenekParser parser = Parser();
        ParseResult result = parser.Parse(Servers, "https://www.example.com/feeds/c2-ipmasterlist.txt");
        Snapshot.Verify(result);
        Assert.Equal(3, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Servers_by_name_become_events()
    {
        BambenekParser parser = Parser();
        ParseResult result = parser.Parse(Domains, "https://www.example.com/c2-dommasterlist.txt");
        Snapshot.Verify(result);
        Assert.Single(result.Failures);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Generated_domains_become_events()
    {
        BambenekParser parser = Parser();
        ParseResult result = parser.Parse(Generated, "https://www.example.com/dga-feed.txt?key=1");
        Snapshot.Verify(result);
        Assert.Empty(result.Failures);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://www.example.com/other.txt")]
    public void Each_row_of_an_unknown_list_fails(string? url)
    {
        BambenekParser parser = Parser();
        ParseResult result = parser.Parse(Domains, url);
        Assert.Empty(result.Events);
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Servers, "https://www.example.com/c2-ipmasterlist.txt");

    private static BambenekParser Parser() => new(new PlainParserOptions());
}

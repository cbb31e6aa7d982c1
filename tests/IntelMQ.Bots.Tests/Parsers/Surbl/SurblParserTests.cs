using IntelMQ.Bots.Parsers.Surbl;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Surbl;

public sealed class SurblParserTests
{
    private const string Sample = """
        $SOA 180 ns.example.com zone.example.com 1 180 180 604800 180
        $NS 86400 ns.example.com
        # 1
        # 2
        # 3
        # 4
        # 5
        # 6

        .early.example.com
        :127.0.0.128:Blocked, $ on lists [cr], See: http://www.example.com/lists.html
        .cr.example.com
        :127.0.0.128:Blocked, $ on lists [ph][mw], See: http://www.example.com/lists.html
        .mw.example.com
        192.0.2.0

        :127.0.0.128:Blocked, $ on lists [ph], See: http://www.example.com/lists.html
        .ph.example.com
        .192.0.2.1
        :127.0.0.128:Blocked
        .192.0.2.2
        .footer.example.com
        # end
        """;

    [Fact]
    public void Names_become_events()
    {
        SurblParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Equal(3, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void A_report_without_records_gives_nothing()
    {
        Assert.Empty(Parser().Parse(string.Join('\n', Enumerable.Repeat(".a.example.com", 11))).Events);
        Assert.Empty(Parser().Parse(".a.example.com\n.b.example.com").Events);
    }

    [Fact]
    public void A_list_is_not_carried_into_the_next_report()
    {
        SurblParser parser = Parser();
        parser.Parse(Sample);
        string lines = new string('\n', 9) + ".a.example.com\n\n\n";
        Assert.Equal("blacklist", Assert.Single(parser.Parse(lines).Events)["classification.type"].ToString());
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static SurblParser Parser() => new(new PlainParserOptions());
}

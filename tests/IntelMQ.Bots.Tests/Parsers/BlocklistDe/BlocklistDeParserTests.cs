using IntelMQ.Bots.Parsers.BlocklistDe;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.BlocklistDe;

public sealed class BlocklistDeParserTests
{
    private const string Sample = "192.0.2.4\n2001:db8::1\r\n\n 198.51.100.80 \n# no comment\n203.0.113\n";

    [Fact]
    public void Addresses_become_events()
    {
        BlocklistDeParser parser = Parser();
        ParseResult result = parser.Parse(Sample, "https://lists.example.com/lists/imap.txt?x=1");
        Snapshot.Verify(result);
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Theory]
    [InlineData("https://lists.example.com/lists/all.txt", "blacklist")]
    [InlineData("https://lists.example.com/lists/ircbot.txt", "infected-system")]
    [InlineData("https://lists.example.com/lists/bots.txt", "spam")]
    [InlineData("https://lists.example.com/lists/IMAP.txt", "blacklist")]
    [InlineData("https://lists.example.com/lists/", "blacklist")]
    public void The_file_says_what_the_addresses_did(string url, string type)
        => Assert.Equal(type, Parser().Parse("192.0.2.4", url).Events[0]["classification.type"].ToString());

    [Fact]
    public void Each_line_fails_without_a_URL()
    {
        BlocklistDeParser parser = Parser();
        ParseResult result = parser.Parse("192.0.2.4\n192.0.2.5");
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample, "https://lists.example.com/lists/ssh.txt");

    private static BlocklistDeParser Parser() => new(new PlainParserOptions());
}

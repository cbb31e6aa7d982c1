using IntelMQ.Bots.Parsers.GitHubFeed;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Testing;
using System.Text;

namespace IntelMQ.Bots.Tests.Parsers.GitHubFeed;

public sealed class GitHubFeedParserTests
{
    private const string Url = "https://raw.example.com/StrangerealIntel/DailyIOC/master/1.json";

    private const string Sample = """
        [
          {"Indicator": "0123456789ABCDEF0123456789abcdef", "Description": "a hash"},
          {"Indicator": "www.example.com", "Description": ""},
          {"Indicator": "192.0.2.1", "Description": "an address of the host's"},
          {"Indicator": "https://192.0.2.1:8080/a.doc", "Description": "a URL"},
          {"Indicator": "hxxp://www.example.com/", "Description": "of no known form"},
          {"Indicator": "www.example.com"},
          {"Description": "nothing"},
          {"Indicator": 5, "Description": "a number"}
        ]
        """;

    [Fact]
    public void Rows_become_events() => Snapshot.Verify(Parser().Parse(Sample, Url));

    [Fact]
    public void What_is_broken_fails_again()
    {
        GitHubFeedParser parser = Parser();
        ParseResult result = parser.Parse(Sample, Url);
        Assert.Equal(3, result.Failures.Count);
        foreach (Failure failure in result.Failures)
            parser.FailsAgain(failure);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample, Url);

    [Fact]
    public void Single_quotes_may_stand_for_double_ones()
        => Assert.Equal("www.example.com", Assert.Single(Parser().Parse("[{'Indicator': 'www.example.com', 'Description': 'x'}]", Url).Events)["source.fqdn"].ToString());

    [Fact]
    public void What_is_known_of_the_file_is_copied()
    {
        Report report = ParserCases.ReportOf(Encoding.UTF8.GetBytes("""[{"Indicator": "2001:db8::1", "Description": "x"}]"""), Url);
        report.Set("extra.file_metadata", FieldValue.Json("""{"sha": "e3", "size": 111, "none": null}"""u8));
        Event only = Assert.Single(Parser().Parse(report).Events);
        Assert.Equal("e3", only["extra.file_metadata.sha"].ToString());
        Assert.Equal("111", only["extra.file_metadata.size"].ToString());
        Assert.True(only["extra.file_metadata.none"].IsMissing);
    }

    [Theory]
    [InlineData("https://raw.example.com/Other/DailyIOC/master/1.json")]
    [InlineData(null)]
    public void An_unknown_feed_fails_as_a_whole(string? url)
    {
        GitHubFeedParser parser = Parser();
        parser.FailsAgain(Assert.Single(parser.Parse(Sample, url).Failures));
    }

    private static GitHubFeedParser Parser() => new(new PlainParserOptions());
}

using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Parsers.Json;

public sealed class IntelMqJsonParserTests
{
    private const string Lines = """
        {"__type": "Event", "source.ip": "192.0.2.1", "classification.type": "c2-server"}

        {"source.ip": "nonsense"}
        {"__type": "Report", "feed.name": "Inner", "raw": "dGV4dA=="}
        {"source.ip": "192.0.2.2", "extra": {"a": 1}, "feed.url": "-"}
        [1]
        """;

    [Fact]
    public void Each_line_is_a_message()
    {
        ParseResult result = Parser(true).Parse(Lines, "https://example.com/feed");
        Assert.Equal(3, result.Events.Count);
        Assert.Equal("192.0.2.1", result.Events[0]["source.ip"].ToString());
        Assert.Equal("https://example.com/feed", result.Events[0]["feed.url"].ToString());
        Assert.Equal("""{"__type": "Event", "source.ip": "192.0.2.1", "classification.type": "c2-server"}""", result.Events[0].Raw());
        Assert.Equal("Inner", result.Events[1]["feed.name"].ToString());
        Assert.Equal("text", result.Events[1].Raw());
        Assert.Equal("https://example.com/feed", result.Events[2]["feed.url"].ToString());
        Assert.Equal("1", result.Events[2]["extra.a"].ToString());
    }

    [Fact]
    public void Bad_lines_fail_alone_and_again()
    {
        IntelMqJsonParser parser = Parser(true);
        ParseResult result = parser.Parse(Lines);
        Assert.Equal([3L, 6], result.Failures.Select(static failure => failure.LineNumber));
        Assert.Equal("source.ip", result.Failures[0].Field);
        foreach (Failures.Failure failure in result.Failures)
            parser.FailsAgain(failure);
    }

    [Fact]
    public void Without_splitlines_the_report_is_one_message()
    {
        Event only = Assert.Single(Parser(false).Parse("\n{\"feed.name\": \"Inner\",\n\"source.asn\": 64496}\n").Events);
        Assert.Equal("64496", only["source.asn"].ToString());
        Assert.Equal("Inner", only[Fields.Feed.Name]);
        Assert.Single(Parser(false).Parse(Lines).Failures);
    }

    [Fact]
    public void The_message_comes_before_the_report()
    {
        var report = new Report("{\"feed.name\": \"Inner\", \"time.observation\": \"2024-01-01T00:00:00+00:00\"}"u8.ToArray(), Schema.Default);
        report[Fields.Feed.Name] = "Outer";
        report[Fields.Feed.Provider] = "Example";
        Event only = Assert.Single(Parser(false).Parse(report).Events);
        Assert.Equal("Inner", only[Fields.Feed.Name]);
        Assert.Equal("Example", only[Fields.Feed.Provider]);
    }

    [Theory]
    [InlineData("\"new.field\": \"x\"", "extra.new.field", "x")]
    [InlineData("\"New\": [1]", "extra.new", "[1]")]
    [InlineData("\"source.port\": \"many\"", "extra.source.port", "many")]
    [InlineData("\"source\": {\"port\": 80}", "source.port", "80")]
    [InlineData("\"extra\": {\"a\": {\"b\": 1}}, \"x\": 1", "extra.a", "{\"b\": 1}")]
    public void Members_that_are_no_fields_are_kept(string member, string field, string value)
    {
        ParseResult result = Parser(false).Parse($"{{\"source.ip\": \"192.0.2.1\", \"classification.type\": \"scanner\", {member}}}");
        Assert.Empty(result.Failures);
        Event only = Assert.Single(result.Events);
        Assert.Equal("192.0.2.1", only["source.ip"].ToString());
        Assert.Equal(value, only[field].ToString());
    }

    [Theory]
    [InlineData("{\"error\": \"invalid key\"}")]
    [InlineData("{\"source.ip\": \"nowhere\", \"new\": 1}")]
    public void What_does_not_say_what_it_is_about_stays_a_failure(string text)
    {
        IntelMqJsonParser parser = Parser(false);
        ParseResult result = parser.Parse(text);
        Assert.Empty(result.Events);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Fact]
    public void A_list_of_messages_is_read_and_what_is_none_fails_alone()
    {
        IntelMqJsonParser parser = Parser(false);
        ParseResult result = parser.Parse("""
            [{"source.ip": "192.0.2.1", "classification.type": "scanner"}, 7, [{"source.ip": "192.0.2.2"}],
             {"source.ip": "192.0.2.3"}, {"source.ip": "nowhere"}]
            """);
        Assert.Equal(["192.0.2.1", "192.0.2.3"], result.Events.Select(static message => message["source.ip"].ToString()));
        Assert.Equal("""{"source.ip": "192.0.2.3"}""", result.Events[1].Raw());
        Assert.Equal(["7", """[{"source.ip": "192.0.2.2"}]""", """{"source.ip": "nowhere"}"""], result.Failures.Select(static failure => failure.Message.Raw()));
    }

    [Theory]
    [InlineData("[", 1)]
    [InlineData("[{}", 1)]
    [InlineData("[]", 0)]
    public void A_list_that_is_broken_fails_as_a_whole(string text, int failures) => Assert.Equal(failures, Parser(false).Parse(text).Failures.Count);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Anything_is_taken(bool splitLines) => Parser(splitLines).TakesAnything(splitLines ? Lines : Lines.Split('\n')[0]);

    private static IntelMqJsonParser Parser(bool splitLines) => new(new IntelMqJsonParserOptions { Splitlines = splitLines });
}

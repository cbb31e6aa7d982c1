using IntelMQ.Bots.Parsers.Twitter;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Twitter;

public sealed class TwitterParserTests
{
    private const string Sample = "New #phish at HTTP://www.example[.]com/Login and example.net:8080 or (example.org) https://t.co/abc //host.example.org:80 e.g.this readme.txt 10.0.0.1/x";

    [Fact]
    public void Links_become_events()
    {
        ParseResult result = Parser(new TwitterParserOptions()).Parse(Sample);
        Snapshot.Verify(result);
        Assert.Empty(result.Failures);
    }

    [Theory]
    [InlineData("www.example.com", "http://www.example.com/")]
    [InlineData("https://www.example.com:443/a?b=c", "https://www.example.com/a?b=c")]
    [InlineData("hxxp://www.example.com", "http://www.example.com/")]
    [InlineData("see:http://http://www.example.com", "http://www.example.com/")]
    [InlineData("sub.t.co/x", null)]
    [InlineData("best.com/x", "http://best.com/x")]
    [InlineData("www.example.com_", null)]
    [InlineData("com", null)]
    [InlineData(".com", null)]
    [InlineData("a1.com", null)]
    [InlineData("////", null)]
    public void A_word_is_a_link_or_not(string word, string? url)
        => Assert.Equal(url, Parser(new TwitterParserOptions()).Parse(word).Events.SingleOrDefault()?["source.url"].ToString());

    [Fact]
    public void Parameters_change_texts_schemes_and_types()
    {
        TwitterParser parser = Parser(new TwitterParserOptions { Substitutions = "hxxp;http;(dot);.", DefaultScheme = "https", ClassificationType = "no-type", DomainWhitelist = ["^www[.]"] });
        ParseResult result = parser.Parse("hxxp://a.example.com b.example(dot)com www.example.com");
        Assert.Equal(["http://a.example.com/", "https://b.example.com/"], result.Events.Select(static e => e["source.url"].ToString()));
        Assert.All(result.Events, static e => Assert.Equal("undetermined", e["classification.type"].ToString()));
    }

    [Theory]
    [InlineData("a;b;c", "t.co")]
    [InlineData(";b", "t.co")]
    [InlineData("", "(")]
    public void Faulty_parameters_are_refused(string substitutions, string host)
        => Assert.Throws<BotConfigurationException>(() => Parser(new TwitterParserOptions { Substitutions = substitutions, DomainWhitelist = [host] }));

    [Fact]
    public void Anything_is_taken() => Parser(new TwitterParserOptions()).TakesAnything(Sample);

    private static TwitterParser Parser(TwitterParserOptions options) => new(options);
}

using IntelMQ.Bots.Parsers.CzNic;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.CzNic;

public sealed class CzNicProkiParserTests
{
    private const string Sample = """
        {
          "status": "OK",
          "data": [
            {
              "malware.name": "conficker", "source.asn": 64496, "source.ip": "192.0.2.1", "feed.name": "some-feed", "feed.url": "https://www.example.net/other",
              "time.observation": "2024-02-15T14:42:42+00:00", "time.source": "2024-02-15T13:32:31+00:00", "extra.source.local_port": 18392,
              "classification.type": "infected-system", "classification.taxonomy": "malicious code", "feed.accuracy": 50, "extra": {"a": [1, 2], "b": "text"}
            },
            {"source.ip": "198.51.100.1", "raw": "dGV4dA=="},
            {"source.ip": "198.51.100.1", "no.such.field": 1},
            {"source.ip": "somewhere"},
            {"data": [{"source.ip": "198.51.100.1"}, {"source.ip": "198.51.100.2"}]},
            "text"
          ]
        }
        """;

    [Fact]
    public void Events_become_events()
    {
        CzNicProkiParser parser = Parser();
        ParseResult result = parser.Parse(Sample, "https://www.example.com/proki");
        Snapshot.Verify(result);
        Assert.Equal(3, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void A_list_needs_no_object_around_it()
        => Assert.Equal("192.0.2.1", Assert.Single(Parser().Parse("[{\"source.ip\": \"192.0.2.1\"}]").Events)["source.ip"].ToString());

    [Theory]
    [InlineData("{\"data\": null}")]
    [InlineData("{\"data\": [{\"source.ip\": \"192.0.2.1\"}]")]
    [InlineData("{\"message\": \"error\"}")]
    [InlineData("nonsense")]
    public void What_is_no_list_fails_once(string text)
    {
        CzNicProkiParser parser = Parser();
        ParseResult result = parser.Parse(text);
        Assert.Empty(result.Events);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static CzNicProkiParser Parser() => new(new PlainParserOptions());
}

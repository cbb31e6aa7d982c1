using IntelMQ.Bots.Parsers.Calidog;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Calidog;

public sealed class CertStreamParserTests
{
    private const string Sample = """
        {"data": {"cert_index": 1, "leaf_cert": {"all_domains": ["www.example.com", "*.example.net", "", null, "192.0.2.1", "a/b", "c:d"]}, "seen": 1708011302.461669}, "message_type": "certificate_update"}
        """;

    [Fact]
    public void Names_become_events()
    {
        CertStreamParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Theory]
    [InlineData("{\"data\": {\"leaf_cert\": {}}}", 0)]
    [InlineData("{\"data\": {}}", 0)]
    [InlineData("{\"message_type\": \"heartbeat\", \"timestamp\": 1767322245.1}", 0)]
    [InlineData("{\"message_type\":\"Heartbeat\",\"data\":{}}", 0)]
    [InlineData("{\"message_type\": \"news\", \"timestamp\": 1767322245.1}", 1)]
    [InlineData("{}", 1)]
    [InlineData("nonsense", 1)]
    [InlineData("{\"data\": {\"leaf_cert\": {\"all_domains\": [\"example.com\"]}}}", 1)]
    [InlineData("{\"data\": {\"seen\": \"soon\", \"leaf_cert\": {\"all_domains\": [\"example.com\"]}}}", 1)]
    public void A_message_without_names_makes_no_events(string text, int failures)
    {
        CertStreamParser parser = Parser();
        ParseResult result = parser.Parse(text);
        Assert.Empty(result.Events);
        Assert.Equal(failures, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Very_many_names_do_not_repeat_the_whole_message()
    {
        string names = string.Join(", ", Enumerable.Range(0, 300).Select(static n => $"\"n{n}.example.com\""));
        ParseResult result = Parser().Parse($"{{\"data\": {{\"seen\": 1708011302, \"leaf_cert\": {{\"all_domains\": [{names}]}}}}}}");
        Assert.Equal(300, result.Events.Count);
        Assert.Equal("{\"data\": {\"seen\": 1708011302, \"leaf_cert\": {\"all_domains\": [\"n299.example.com\"]}}}", result.Events[299].Raw());
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static CertStreamParser Parser() => new(new PlainParserOptions());
}

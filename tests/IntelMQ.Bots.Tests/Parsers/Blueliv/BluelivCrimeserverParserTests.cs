using IntelMQ.Bots.Parsers.Blueliv;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Blueliv;

public sealed class BluelivCrimeserverParserTests
{
    private const string Sample = """
        [
        {"_id": "1", "confidence": 4, "country": "AT", "firstSeenAt": "2024-02-10T06:14:00+0000", "ip": "192.0.2.54", "lastSeenAt": "2024-02-15T04:43:29+0000", "latitude": 1.5, "status": "ONLINE", "type": "MALWARE", "updatedAt": "", "url": "http://www.example.com/a.pdf"},
        {"type": "TOR_IP", "url": "198.51.100.7", "ip": "198.51.100.7", "lastSeenAt": "2024-02-15T04:43:29-0500"},
        {"type": "C_AND_C", "url": "198.51.100.7"},
        {"type": "phishing", "url": "http://www.example.com/"},
        {"url": "http://www.example.com/without/type"},
        ["C_AND_C"]
        ]
        """;

    [Fact]
    public void Servers_become_events()
    {
        BluelivCrimeserverParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static BluelivCrimeserverParser Parser() => new(new PlainParserOptions());
}

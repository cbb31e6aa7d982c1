using IntelMQ.Bots.Parsers.AlienVault;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.AlienVault;

public sealed class AlienVaultOtxParserTests
{
    private const string Sample = """
        [
          {
            "id": "p1", "name": "A pulse", "author_name": "somebody", "description": "What it is about", "TLP": "green", "tags": ["a", "b"], "industries": [],
            "adversary": "", "modified": "2024-02-15T03:04:05.123000", "targeted_countries": ["AT"], "revision": 1,
            "indicators": [
              {"type": "IPv4", "indicator": "192.0.2.1", "created": "2024-02-15T03:04:05.120000", "pulse_key": "k1"},
              {"type": "hostname", "indicator": "www.example.com", "created": "2024-02-15T03:04:05", "_id": 1},
              {"type": "domain", "indicator": "example.com/path", "created": "2024-02-15T03:04:05"},
              {"type": "URI", "indicator": "http://", "created": "2024-02-15T03:04:05"},
              {"type": "URL", "indicator": "www.example.net/a?b", "created": "2024-02-15T03:04:05"},
              {"type": "email", "indicator": "somebody@example.com", "created": "2024-02-15T03:04:05"},
              {"type": "CIDR", "indicator": "198.51.100.7/24", "created": "2024-02-15T03:04:05"},
              {"type": "CVE", "indicator": "CVE-2024-0001", "created": "2024-02-15T03:04:05"},
              {"type": "FileHash-MD5", "indicator": "d41d8cd98f00b204e9800998ecf8427e", "created": "2024-02-15T03:04:05"},
              {"type": "YARA", "indicator": "rule", "created": "2024-02-15T03:04:05"}
            ]
          },
          {},
          {"id": "p2", "name": "One is broken", "author_name": "somebody", "description": "", "modified": "2024-02-15T03:04:05", "indicators": [
            {"type": "IPv4", "indicator": "192.0.2.1", "created": "2024-02-15T03:04:05"}, {"type": "IPv6", "indicator": "::x", "created": "2024-02-15T03:04:05"}]},
          {"id": "p3", "name": "No author", "description": "", "indicators": [{"type": "IPv4", "indicator": "192.0.2.1", "created": "2024-02-15T03:04:05"}]},
          {"id": "p4", "name": "No TLP", "author_name": "a", "description": "", "TLP": "pink", "indicators": [{"type": "IPv4", "indicator": "192.0.2.1", "created": "2024-02-15T03:04:05"}]},
          {"id": "p5", "name": "\ud800", "author_name": "a", "description": "", "indicators": []},
          {"id": "p6", "name": "No indicators"},
          7
        ]
        """;

    [Fact]
    public void Indicators_become_events()
    {
        AlienVaultOtxParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Equal(3, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static AlienVaultOtxParser Parser() => new(new PlainParserOptions());
}

using IntelMQ.Bots.Parsers.CzNic;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.CzNic;

public sealed class CzNicHaasParserTests
{
    private const string Sample = """
        [
          {"time": "2024-02-15T00:00:00.901916+00:00", "ip": "192.0.2.83", "country": "AT", "login_successful": true, "commands": ["uname -a"], "time_closed": "2024-02-15T00:00:01.418213+00:00"},
          {"time": "2024-02-15T00:00:02+01:00", "ip": "198.51.100.1", "country": "", "login_successful": false, "commands": [], "time_closed": ""},
          {"time": "2024-02-15T00:00:02", "ip": "198.51.100.1", "country": "DE", "login_successful": true, "time_closed": ""},
          {"time": "2024-02-15T00:00:02", "ip": "198.51.100.1", "login_successful": false, "time_closed": ""},
          {"time": "2024-02-15T00:00:02", "ip": "198.51.100.1", "country": "DE", "login_successful": false},
          {"time": "2024-02-15T00:00:02", "ip": "198.51.100.1", "country": "DE", "login_successful": "no", "commands": []},
          {"time": "2024-02-15T00:00:02", "ip": "198.51.100.1", "country": "DE", "commands": []},
          {"time": "2024-02-15T00:00:02", "ip": "nowhere", "country": "DE", "login_successful": false, "commands": []}
        ]
        """;

    [Fact]
    public void Sessions_become_events()
    {
        CzNicHaasParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Snapshot.Verify(result);
        Assert.Equal(3, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static CzNicHaasParser Parser() => new(new PlainParserOptions());
}

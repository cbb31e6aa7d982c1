using IntelMQ.Bots.Parsers.Microsoft;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Failures;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Microsoft;

public sealed class BingMaliciousUrlsParserTests
{
    private const string Sample = """
        [
          {
            "Attributable": true, "Description": "Website has been identified as malicious by Bing", "FirstReportedDateTime": "2024-05-28T07:00:00Z",
            "IndicatorExpirationDateTime": "2024-06-28T10:49:29Z", "IndicatorProvider": "Bing", "IndicatorThreatType": "MaliciousUrl",
            "IsPartnerShareable": true, "IsProductLicensed": false, "LastReportedDateTime": "2024-05-28T07:00:00Z", "NetworkDestinationAsn": 64496,
            "NetworkDestinationIPv4": "192.0.2.3", "NetworkDestinationPort": 80, "Tags": ["at"], "ThreatDetectionProduct": "Forefront",
            "TLPLevel": "Amber", "Url": "http://www.example.com/foobar.html", "Version": 1.5
          },
          {
            "IndicatorThreatType": "MaliciousUrl", "NetworkDestinationAsn": 0, "NetworkDestinationIPv4": "255.255.255.255", "Tags": ["??"],
            "Url": "http://www.example.net/", "Version": 1.50
          },
          {"IndicatorThreatType": "MaliciousUrl", "Tags": ["at", "de"], "Url": "http://www.example.net/", "Version": 1.5},
          {"IndicatorThreatType": "MaliciousUrl", "Tags": [], "Url": "http://www.example.net/", "Version": 1.5},
          {"IndicatorThreatType": "MaliciousUrl", "Tags": [5], "Url": "http://www.example.net/", "Version": 1.5},
          {"IndicatorThreatType": "MaliciousUrl", "Tags": null, "Url": "http://www.example.net/", "Version": 1.5},
          {"IndicatorThreatType": "MaliciousUrl", "Url": "http://www.example.net/", "Version": "1.5"},
          {"IndicatorThreatType": "Botnet", "Url": "http://www.example.net/", "Version": 1.5},
          {"IndicatorThreatType": "MaliciousUrl", "Url": "http://www.example.net/", "Version": 1.5, "Unknown": null},
          {"IndicatorThreatType": "MaliciousUrl", "FirstReportedDateTime": "2024-05-28", "LastReportedDateTime": "2024-05-29", "Version": 1.5},
          {"IndicatorThreatType": "MaliciousUrl", "Url": "no url", "Version": 1.5}
        ]
        """;

    [Fact]
    public void Rows_become_events() => Snapshot.Verify(Parser().Parse(Sample));

    [Fact]
    public void What_is_broken_fails_again()
    {
        BingMaliciousUrlsParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Assert.Equal(2, result.Failures.Count);
        foreach (Failure failure in result.Failures)
            parser.FailsAgain(failure);
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static BingMaliciousUrlsParser Parser() => new(new PlainParserOptions());
}

using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.AbuseCh;

public sealed class ThreatFoxParserTests
{
    private const string Table = """
        ################################################################
        # abuse.ch ThreatFox IOCs: recent                              #
        ################################################################
        #
        # "first_seen_utc","ioc_id","ioc_value","ioc_type","threat_type","fk_malware","malware_alias","malware_printable","last_seen_utc","confidence_level","is_compromised","reference","tags","anonymous","reporter"
        "2024-02-15 10:11:12", "7", "192.0.2.7:443", "ip:port", "botnet_cc", "win.example", "One,Two", "Example Bot", "", "100", "False", "None", "c2, bot", "0", "someone"
        "2024-02-15 10:11:13", "8", "www.example.com", "domain", "payload_delivery", "unknown", "None", "Unknown malware", "2024-02-15 11:00:00", "75", "True", "https://www.example.com/report", "None", "0", "someone"
        "2024-02-15 10:11:14", "9", "d41d8cd98f00b204e9800998ecf8427e", "md5_hash", "payload", "win.example", "None", "Example Bot", "", "50", "False", "None", "None", "0", "someone"
        "2024-02-15 10:11:15", "10", "user@example.com", "envelope_from", "something_new", "win.example", "None", "Example Bot", "", "50", "False", "None", "None", "0", "someone"
        "2024-02-15 10:11:16", "11", "192.0.2.7:many", "ip:port", "botnet_cc", "win.example", "None", "Example Bot", "", "50", "False", "None", "None", "0", "someone"
        "2024-02-15 10:11:17", "12", "", "url", "botnet_cc"
        # Number of entries: 6
        """;

    private const string Objects = """
        {
          "7": [{"ioc_value": "[2001:db8::7]:443", "ioc_type": "ip:port", "threat_type": "botnet_cc", "malware": "win.example", "malware_alias": "One,Two", "malware_printable": "Example Bot",
            "first_seen_utc": "2024-02-15 10:11:12", "last_seen_utc": null, "confidence_level": 100, "is_compromised": false, "reference": null, "tags": "c2,bot", "anonymous": "0", "reporter": "someone"}],
          "8": [{"ioc_value": "http://www.example.com/x", "ioc_type": "url", "threat_type": null, "malware": "win.example", "first_seen_utc": "2024-02-15 10:11:12", "confidence_level": 50}],
          "9": [{"ioc_value": "http://www.example.com/x", "threat_type": null}]
        }
        """;

    [Fact]
    public void Rows_become_events()
    {
        ThreatFoxParser parser = Parser();
        ParseResult result = parser.Parse(Table);
        Snapshot.Verify(result);
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Objects_become_events()
    {
        ThreatFoxParser parser = Parser();
        ParseResult result = parser.Parse(Objects);
        Snapshot.Verify(result);
        Assert.Single(result.Failures);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Answers_of_the_API_are_read()
    {
        ParseResult result = Parser().Parse("""
            {"query_status": "ok", "data": [
              {"id": "7", "ioc": "192.0.2.7:443", "ioc_type": "ip:port", "threat_type": "botnet_cc", "malware": "win.x", "malware_printable": "X", "first_seen": "2026-01-02 03:04:05 UTC", "last_seen": null, "tags": ["a"]},
              {"id": "8", "ioc": "brand new", "ioc_type": "ja9", "threat_type": "brand_new", "first_seen": "2026-01-02 03:04:05 UTC"}]}
            """);
        Assert.Empty(result.Failures);
        Assert.Equal("192.0.2.7", result.Events[0]["source.ip"].ToString());
        Assert.Equal("443", result.Events[0]["source.port"].ToString());
        Assert.Equal("2026-01-02T03:04:05+00:00", result.Events[0]["time.source"].ToString());
        Assert.Equal("7", result.Events[0]["extra.threatfox_id"].ToString());
        Assert.Equal("brand new", result.Events[1]["extra.ioc"].ToString());
        Assert.Equal("undetermined", result.Events[1]["classification.type"].ToString());
        Assert.Empty(Parser().Parse("""{"query_status": "no_result", "data": "Nothing was found."}""").Failures);
    }

    [Fact]
    public void Anything_is_taken()
    {
        Parser().TakesAnything(Table);
        Parser().TakesAnything(Objects);
    }

    private static ThreatFoxParser Parser() => new(new PlainParserOptions());
}

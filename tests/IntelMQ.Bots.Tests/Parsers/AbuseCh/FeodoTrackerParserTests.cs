using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Parsers.AbuseCh;

public sealed class FeodoTrackerParserTests
{
    private const string Sample = """
        [
            {
                "ip_address": "192.0.2.17", "port": 4643, "status": "online", "hostname": "c2.example.com", "as_number": 64496,
                "as_name": "EXAMPLE", "country": "AT", "first_seen": "2024-01-17 07:44:46", "last_online": "2024-02-15", "malware": "Dridex"
            },
            {
                "ip_address": "198.51.100.9", "port": 443, "status": "offline", "hostname": null, "as_number": "none",
                "as_name": "", "country": "nowhere", "first_seen": null, "last_online": "2024-02-15", "malware": "Emotet"
            },
            {"ip_address": "203.0.113.5", "port": 80, "first_seen": "yesterday", "last_online": "2024-02-15"},
            {"ip_address": "not an address", "port": 80},
            "text"
        ]
        """;

    [Fact]
    public void Servers_become_events()
    {
        ParseResult result = Parser().Parse(Sample);
        Assert.Equal(
            """
            classification.type = c2-server
            malware.name = dridex
            source.as_name = EXAMPLE
            source.asn = 64496
            source.geolocation.cc = AT
            source.ip = 192.0.2.17
            source.port = 4643
            source.reverse_dns = c2.example.com
            status = online
            time.source = 2024-01-17T07:44:46+00:00
            extra.last_online = 2024-02-15
            """.Split('\n').Order(StringComparer.Ordinal),
            result.Events[0].Text().Split('\n').Order(StringComparer.Ordinal));
        Assert.StartsWith("{\n", result.Events[0].Raw(), StringComparison.Ordinal);
    }

    [Fact]
    public void Optional_values_are_left_out_and_last_online_stands_in_for_first_seen()
    {
        ParseResult result = Parser().Parse(Sample);
        Assert.Equal("2024-02-15T00:00:00+00:00", result.Events[1]["time.source"].ToString());
        Assert.True(result.Events[1]["source.asn"].IsMissing);
        Assert.True(result.Events[1]["source.geolocation.cc"].IsMissing);
        Assert.True(result.Events[2]["time.source"].IsMissing);
    }

    [Fact]
    public void What_is_broken_fails_alone_and_again()
    {
        FeodoTrackerParser parser = Parser();
        ParseResult result = parser.Parse(Sample);
        Assert.Equal(3, result.Events.Count);
        Assert.Equal(2, result.Failures.Count);
        Assert.Equal("source.ip", result.Failures[0].Field);
        parser.FailsAgain(result.Failures[0]);
        Assert.Equal("[\"text\"]", result.Failures[1].Message.Raw());
        parser.FailsAgain(result.Failures[1]);
    }

    [Fact]
    public void Tables_are_read()
    {
        ParseResult result = Parser().Parse("""
            ################################
            # Feodo Tracker                #
            ################################
            "first_seen_utc","dst_ip","dst_port","c2_status","last_online","malware"
            "2026-01-02 03:04:05","192.0.2.1","8080","offline","2026-01-03","Emotet"
            "","192.0.2.2","many","online","2026-01-03",""
            # END 2 entries
            """);
        Assert.Empty(result.Failures);
        Assert.Equal(["192.0.2.1", "192.0.2.2"], result.Events.Select(static message => message["source.ip"].ToString()));
        Assert.Equal(["2026-01-02T03:04:05+00:00", "2026-01-03T00:00:00+00:00"], result.Events.Select(static message => message["time.source"].ToString()));
        Assert.Equal(["8080", ""], result.Events.Select(static message => message["source.port"].ToString()));
        Assert.Equal("many", result.Events[1]["extra.dst_port"].ToString());
        Assert.Equal("emotet", result.Events[0]["malware.name"].ToString());
        Assert.Equal("offline", result.Events[0]["status"].ToString());
    }

    [Fact]
    public void Lists_of_addresses_are_read()
    {
        FeodoTrackerParser parser = Parser();
        ParseResult result = parser.Parse("# Feodo Tracker\n#\n# DstIP\n192.0.2.1\nnowhere\n192.0.2.2\n# END\n");
        Assert.Equal(["192.0.2.1", "192.0.2.2"], result.Events.Select(static message => message["source.ip"].ToString()));
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    private static FeodoTrackerParser Parser() => new(new PlainParserOptions());
}

using IntelMQ.Bots.Parsers.AnubisNetworks;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.AnubisNetworks;

public sealed class AnubisNetworksParserTests
{
    private const string Url = "https://www.example.com/stream?key=secret";

    private const string Old = """
        {"_geo_env_remote_addr": {"path": "env.remote_addr", "asn_name": "EXAMPLE", "asn": 64496, "longitude": 13, "latitude": 37, "ip": "192.0.2.2", "netmask": 24,
          "country_code": "AT", "country_name": "Austria", "region": "Vienna", "city": "Vienna", "postal_code": "1010"},
         "_ts": 1708011302.9, "qtype": "A", "_origin": "dnsmalware", "_provider": "p", "trojanfamily": "Nivdort",
         "env": {"server_port": 80, "server_name": "no name", "remote_addr": "192.0.2.2", "request_method": "POST", "cookies": "a=b"}}
        """;

    private const string New = """
        {"metadata": {"flowbits": ["a", "b"]}, "app_proto": "tcp", "_ts": 1708011302, "src": {"ip": "192.0.2.2", "port": 59645}, "dst": {"ip": "198.51.100.1", "port": 80},
         "malw": {"severity": 2, "family": "Family", "variant": "Variant", "categories": ["Adware"]},
         "comm": {"proto": "http", "http": {"method": "GET", "host": "203.0.113.9", "path": "/path", "user_agent": "Agent", "more_headers": ["Connection: Keep-Alive"],
           "cookies": "a=b", "unverified_domain": "true", "x_forwarded_for": ["203.0.113.7"]}, "method": "sinkhole"},
         "tracking": {"id": "1", "tr": "2", "last_ip": "192.0.2.3", "first": 1, "seen": 2, "checkins": 3, "changes": 4, "days": 5, "same_ip": "true"},
         "_geo_src_ip": {"ip": "192.0.2.2", "netmask": 24, "country_code": "AT", "region_code": "09", "asn": 64496, "asn_name": "EXAMPLE", "path": "src.ip"},
         "_geo_tracking_last_ip": {"ip": "192.0.2.3", "netmask": 24, "city": "Vienna", "dma_code": 528, "path": "tracking.last_ip"},
         "_geo_comm_http_host": {"ip": "203.0.113.9", "netmask": 21, "latitude": 37.75, "path": "comm.http.host"},
         "_geo_comm_http_x_forwarded_for_#1": {"ip": "203.0.113.7", "netmask": 24, "country_name": "Austria", "path": "comm.http.x_forwarded_for_#1"}, "pattern_verified": 1}
        """;

    [Fact]
    public void The_old_layout_becomes_an_event()
    {
        AnubisNetworksParser parser = Parser();
        ParseResult result = parser.Parse(Old, Url);
        Snapshot.Verify(result);
        Assert.Empty(result.Failures);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void The_new_layout_becomes_an_event()
    {
        AnubisNetworksParser parser = Parser();
        ParseResult result = parser.Parse(New, Url);
        Snapshot.Verify(result);
        Assert.Empty(result.Failures);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void The_family_may_go_below_extra()
    {
        var parser = new AnubisNetworksParser(new AnubisNetworksParserOptions { UseMalwareFamiliyAsClassificationIdentifier = false });
        Messages.Event found = Assert.Single(parser.Parse(New, Url).Events);
        Assert.Equal("Family", found["extra.malware.family"].ToString());
        Assert.True(found["classification.identifier"].IsMissing);
    }

    [Theory]
    [InlineData("  \n")]
    [InlineData("{\"trojanfamily\": \"TestSinkholingLoss\"}")]
    public void Nothing_comes_of_blanks_and_tests(string text)
    {
        ParseResult result = Parser().Parse(text, Url);
        Assert.Empty(result.Events);
        Assert.Empty(result.Failures);
    }

    [Theory]
    [InlineData("{\"new\": 1}", "no member that is known")]
    [InlineData("{\"malw\": []}", "no member that is known")]
    [InlineData("{\"src\": {\"ip\": \"nowhere\"}}", "source.ip")]
    [InlineData("{\"src\": {\"ip\": \"192.0.2.1\"}, \"env\": {\"remote_addr\": \"192.0.2.1\"}}", "source.ip")]
    [InlineData("{\"_ts\": \"soon\"}", "time.source")]
    [InlineData("[]", "object")]
    [InlineData("{", "object")]
    public void A_record_that_is_none_or_has_a_wrong_source_fails(string text, string named)
    {
        AnubisNetworksParser parser = Parser();
        ParseResult result = parser.Parse(text, Url);
        Assert.Empty(result.Events);
        Failures.Failure failure = Assert.Single(result.Failures);
        Assert.Contains(named, failure.Reason, StringComparison.Ordinal);
        parser.FailsAgain(failure);
    }

    [Theory]
    [InlineData("\"new\": 1", "extra.new", "1")]
    [InlineData("\"env\": {\"new\": 1}", "extra.env.new", "1")]
    [InlineData("\"env\": [1]", "extra.env", "[1]")]
    [InlineData("\"env\": {\"server_port\": \"many\"}", "extra.env.server_port", "many")]
    [InlineData("\"env\": {\"server_name\": {}}", "extra.env.server_name", "{}")]
    [InlineData("\"comm\": {\"http\": {\"New Member\": \"x\"}}", "extra.comm.http.new_member", "x")]
    [InlineData("\"comm\": {\"http\": {\"host\": \"192.0.2.7\"}}", "extra.communication.http_host", "192.0.2.7")]
    [InlineData("\"malw\": {\"family\": \"a\", \"variant\": 5}", "extra.malw.variant", "5")]
    [InlineData("\"trojanfamily\": \"a\", \"malw\": {\"variant\": \"b\"}", "extra.malw.variant", "b")]
    [InlineData("\"_geo_src_ip\": {\"netmask\": 24}", "extra.source.netmask", "24")]
    [InlineData("\"_geo_src_ip\": {\"country_code\": \"Nowhere\"}", "extra.source.geolocation.cc", "Nowhere")]
    [InlineData("\"_geo_src_ip\": {\"new\": 24}", "extra.source.geolocation.new", "24")]
    [InlineData("\"_geo_comm_http_host\": {\"path\": \"src.ip\", \"asn\": 64496}", "extra._geo_comm_http_host", "{\"path\": \"src.ip\", \"asn\": 64496}")]
    public void What_has_no_field_of_its_own_is_kept(string member, string field, string value)
    {
        Messages.Event record = Assert.Single(Parser().Parse($"{{\"src\": {{\"ip\": \"192.0.2.1\"}}, {member}}}", Url).Events);
        Assert.Equal("192.0.2.1", record["source.ip"].ToString());
        Assert.Equal(value, record[field].ToString());
    }

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(New, Url);

    private static AnubisNetworksParser Parser() => new(new AnubisNetworksParserOptions());
}

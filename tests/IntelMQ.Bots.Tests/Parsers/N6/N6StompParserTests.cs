using IntelMQ.Bots.Parsers.N6;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.N6;

public sealed class N6StompParserTests
{
    private const string Sample = """
        {
          "category": "bots", "confidence": "high", "name": "Example\u2019s Bot", "proto": "tcp", "source": "sinkhole", "adip": "x.x.100.9",
          "address": [{"cc": "AT", "ip": "192.0.2.6", "asn": 64496}, {"ip": "198.51.100.6", "rdns": "host.example.com"}],
          "time": "2024-11-17T12:17:27Z", "expires": "2024-12-17T12:17:27Z", "dip": "203.0.113.8", "dport": 80, "sport": 22308, "type": "event",
          "fqdn": "unknown", "md5": "0123456789abcdef0123456789abcdef", "url": "http://www.example.com/", "id": "d77ae8cf"
        }
        """;

    [Fact]
    public void Each_address_becomes_an_event() => Snapshot.Verify(Parser().Parse(Sample));

    [Fact]
    public void Anything_is_taken() => Parser().TakesAnything(Sample);

    [Theory]
    [InlineData("\"category\": \"fraud\", \"type\": \"event\"", "fraud", "masquerade", "fraud")]
    [InlineData("\"category\": \"cnc\", \"type\": \"event\", \"name\": \"x\"", "malicious-code", "c2-server", "c&c server")]
    [InlineData("\"category\": \"bots\", \"type\": \"event\"", "malicious-code", "infected-system", "malware-generic")]
    [InlineData("\"category\": \"nothing\", \"type\": \"bl-update\"", "other", "blacklist", "")]
    [InlineData("\"category\": null, \"type\": \"event\"", "", "", "")]
    public void Categories_are_classified(string members, string taxonomy, string type, string identifier)
    {
        Event only = Assert.Single(Parser().Parse($"{{{members}}}").Events);
        Assert.Equal(taxonomy, only["classification.taxonomy"].ToString());
        Assert.Equal(type, only["classification.type"].ToString());
        Assert.Equal(identifier, only["classification.identifier"].ToString());
    }

    [Fact]
    public void Test_messages_make_no_events()
    {
        ParseResult result = Parser().Parse("TEST MESSAGE");
        Assert.Empty(result.Events);
        Assert.Empty(result.Failures);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("""{"error": "no such user"}""")]
    [InlineData("""{"type": "bl-update", "url": "no URL"}""")]
    [InlineData("""{"type": "bl-update", "address": [{"ip": "no address"}, {"ip": "neither"}]}""")]
    [InlineData("""{"type": "bl-update", "address": [{"cc": "AT"}]}""")]
    [InlineData("""{"type": "bl-update", "address": "nowhere"}""")]
    public void Broken_reports_fail_as_a_whole(string text)
    {
        N6StompParser parser = Parser();
        ParseResult result = parser.Parse(text);
        Assert.Empty(result.Events);
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Fact]
    public void One_address_that_is_none_costs_none_of_the_others()
    {
        N6StompParser parser = Parser();
        ParseResult result = parser.Parse("""{"type": "bl-update", "address": [{"ip": "192.0.2.1"}, {"ip": "no address"}, "192.0.2.2", 5]}""");
        Assert.Equal(["192.0.2.1", "192.0.2.2", ""], result.Events.Select(static message => message["source.ip"].ToString()));
        parser.FailsAgain(Assert.Single(result.Failures));
    }

    [Theory]
    [InlineData("\"category\": \"deface\"", "classification.type", "unauthorised-information-modification")]
    [InlineData("\"category\": \"exposed\"", "classification.type", "potentially-unwanted-accessible")]
    [InlineData("\"category\": \"scam\"", "classification.type", "masquerade")]
    [InlineData("\"category\": \"brand-new\"", "classification.type", "undetermined")]
    [InlineData("\"category\": \"brand-new\"", "extra.category", "brand-new")]
    [InlineData("\"category\": 5", "extra.category", "5")]
    [InlineData("\"new\": {\"a\": 1}", "extra.new", "{\"a\": 1}")]
    [InlineData("\"proto\": \"carrier pigeon\"", "extra.proto", "carrier pigeon")]
    [InlineData("\"dip\": \"nowhere\"", "extra.dip", "nowhere")]
    [InlineData("\"dport\": \"many\"", "extra.dport", "many")]
    [InlineData("\"expires\": \"never\"", "extra.expires", "never")]
    [InlineData("\"name\": 5", "source.ip", "192.0.2.1")]
    [InlineData("\"address\": [{\"ip\": \"192.0.2.1\", \"cc\": \"Nowhere\", \"new\": 1}]", "extra.address.cc", "Nowhere")]
    [InlineData("\"address\": [{\"ip\": \"192.0.2.1\", \"new\": 1}]", "extra.address.new", "1")]
    public void A_detail_that_is_not_known_does_not_cost_the_event(string member, string field, string value)
    {
        ParseResult result = Parser().Parse($$"""{"address": [{"ip": "192.0.2.1"}], {{member}}}""");
        Assert.Empty(result.Failures);
        Assert.Equal("192.0.2.1", result.Events[0]["source.ip"].ToString());
        Assert.Equal(value, result.Events[0][field].ToString());
    }

    private static N6StompParser Parser() => new(new PlainParserOptions());
}

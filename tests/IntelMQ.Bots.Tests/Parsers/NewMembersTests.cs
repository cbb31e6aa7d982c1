using System.Text;
using IntelMQ.Bots.Parsers;
using IntelMQ.Bots.Parsers.AlienVault;
using IntelMQ.Bots.Parsers.Calidog;
using IntelMQ.Bots.Parsers.Misp;
using IntelMQ.Bots.Parsers.Shodan;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Parsers;

/// <summary>Feeds whose objects hold far more than events take: what is new in them is kept, what was always there is not.</summary>
public sealed class NewMembersTests
{
    [Fact]
    public void New_members_of_certificates_and_their_messages_are_kept()
    {
        Event message = One(new CertStreamParser(new PlainParserOptions()), """
            {"message_type": "certificate_update", "data": {"seen": 1767322245.5, "update_type": "X509LogEntry", "cert_index": 5, "log_id": "x",
             "leaf_cert": {"all_domains": ["www.example.com"], "subject": {"CN": "x"}, "policy": {"a": [1]}}}}
            """);
        Assert.Equal("""{"log_id": "x"}""", message["extra.new.data"].ToString());
        Assert.Equal("""{"policy": {"a": [1]}}""", message["extra.new.leaf_cert"].ToString());
        Assert.True(message["extra.new.message"].IsMissing);
    }

    [Fact]
    public void New_members_of_banners_are_kept()
    {
        Event message = One(new ShodanParser(new ShodanParserOptions()), """
            {"ip_str": "192.0.2.1", "port": 80, "timestamp": "2026-01-02T03:04:05.123456", "transport": "tcp", "cpe23": ["x"], "http": {"title": "t", "new": 1, "robots": null}, "ssl": {"jarm": "x", "cipher": {"bits": 1}}, "vulns": {"CVE-2026-0001": {"verified": true}},
             "teapot": {"lid": true}, "location": {"country_code": "AT", "continent": "EU"}}
            """);
        Assert.Equal("""{"http": {"new": 1}, "teapot": {"lid": true}}""", message["extra.shodan.new"].ToString());
    }

    [Fact]
    public void New_members_of_events_objects_and_attributes_are_kept()
    {
        Event message = One(new MispParser(new MispParserOptions { Extended = true }), """
            {"Event": {"uuid": "5c3c1c9f-1111-4222-8333-0123456789ab", "info": "x", "mood": "good", "Object": [{"name": "domain-ip", "shape": "round", "Attribute": [
             {"type": "ip-dst", "category": "Network activity", "uuid": "5c3c1ca0-0000-4000-8000-000000000000", "timestamp": "1767322245", "value": "192.0.2.1", "object_relation": "ip", "colour": ["red"]}]}]}}
            """);
        Assert.Equal("good", message["extra.misp.event_mood"].ToString());
        Assert.Equal("round", message["extra.misp.object_shape"].ToString());
        Assert.Equal("""["red"]""", message["extra.misp.attribute_colour"].ToString());
    }

    [Fact]
    public void New_members_and_types_of_pulses_are_kept_beside_what_they_always_had()
    {
        Event message = One(new AlienVaultOtxParser(new PlainParserOptions()), """
            [{"id": "p1", "name": "P", "author_name": "A", "tags": ["t"], "TLP": "green", "mood": "good", "references": ["x"],
              "indicators": [{"id": 1, "type": "NewType", "indicator": "zz", "created": "2026-01-02T03:04:05", "colour": "red", "role": null}]}]
            """);
        Assert.Equal("zz", message["extra.indicator"].ToString());
        Assert.Equal("NewType", message["extra.indicator_type"].ToString());
        Assert.Equal("P", message["extra.pulse"].ToString());
        Assert.Equal("""["t"]""", message["extra.tags"].ToString());
        Assert.Equal("good", message["extra.mood"].ToString());
        Assert.Equal("red", message["extra.colour"].ToString());
        Assert.True(message["extra.references"].IsMissing);
    }

    [Fact]
    public void A_new_member_that_is_no_text_costs_nothing()
    {
        Event message = One(new CertStreamParser(new PlainParserOptions()), """
            {"message_type": "certificate_update", "\ud800": 1, "data": {"seen": 1767322245.5, "leaf_cert": {"all_domains": ["www.example.com"]}}}
            """);
        Assert.Equal("www.example.com", message["source.fqdn"].ToString());
        Assert.NotEmpty(message.ToJson());
    }

    private static Event One(Parser parser, string text)
    {
        ParseResult result = parser.Parse(new Report(Encoding.UTF8.GetBytes(text.Trim()), Schema.Default));
        Assert.Empty(result.Failures);
        return Assert.Single(result.Events);
    }
}

using IntelMQ.Bots.Parsers.Misp;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Parsers.Misp;

public sealed class MispParserTests
{
    private const string Url = "https://misp.example.com/instance/";

    private const string Sample = """
        {
          "id": "77", "uuid": "5c3c1c9f-1111-4222-8333-0123456789ab", "info": "x",
          "Tag": [{"name": "tlp:amber+strict"}, {"name": "dropzone"}, {"name": "ecsirt:malicious-code=\"ransomware\""}],
          "Attribute": [
            {"uuid": "5c3c1ca0-0000-4000-8000-000000000000", "type": "url", "category": "Payload delivery", "value": "http://www.example.com/a", "comment": "", "to_ids": true, "timestamp": "1708000000"},
            {"uuid": "5c3c1ca0-0000-4000-8000-000000000001", "type": "ip-dst|port", "category": "Network activity", "value": "192.0.2.7|8080", "comment": "c2", "to_ids": false, "timestamp": 1708000001.5,
             "Tag": [{"name": "rsit:malicious-code=\"c2-server\""}, {"name": "tlp:red"}]},
            {"uuid": "5c3c1ca0-0000-4000-8000-000000000002", "type": "text", "category": "Payload type", "value": "Locky", "comment": "", "to_ids": false, "timestamp": "1708000002"},
            {"uuid": "5c3c1ca0-0000-4000-8000-000000000003", "type": "filename|sha256", "category": "Artifacts dropped", "value": "a|b.exe|2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "comment": "", "timestamp": "1708000003"},
            {"uuid": "5c3c1ca0-0000-4000-8000-000000000004", "type": "AS", "category": "Network activity", "value": "AS64496", "comment": "", "timestamp": "1708000004"},
            {"uuid": "5c3c1ca0-0000-4000-8000-000000000005", "type": "vulnerability", "category": "External analysis", "value": "CVE-2024-0001", "comment": "", "timestamp": "1708000005"},
            {"uuid": "5c3c1ca0-0000-4000-8000-000000000006", "type": "email-dst", "category": "Payload delivery", "value": "user@example.com", "comment": "", "timestamp": "1708000006"},
            {"uuid": "5c3c1ca0-0000-4000-8000-000000000007", "type": "domain|ip", "category": "Network activity", "value": "www.example.com|2001:db8::1", "comment": "", "timestamp": "1708000007"},
            {"uuid": "5c3c1ca0-0000-4000-8000-000000000008", "type": "link", "category": "External analysis", "value": "http://www.example.com/", "comment": "", "timestamp": "1708000008"},
            {"uuid": "5c3c1ca0-0000-4000-8000-000000000009", "type": "ip-src", "category": "Network activity", "value": "nowhere", "comment": "", "timestamp": "1708000009"},
            {"uuid": "5c3c1ca0-0000-4000-8000-00000000000a", "type": "hostname|port", "category": "Network activity", "value": "www.example.com", "comment": "", "timestamp": "1708000010"},
            {"uuid": "5c3c1ca0-0000-4000-8000-00000000000b", "type": "md5", "category": "Artifacts dropped", "comment": "", "timestamp": "1708000011"},
            {"uuid": "5c3c1ca0-0000-4000-8000-00000000000c", "type": "domain", "category": "Network activity", "value": "www.example.com", "comment": "", "timestamp": "yesterday"},
            "text"
          ],
          "Object": [
            {"name": "file", "uuid": "5c3c1ca0-0000-4000-8000-0000000000ff", "Attribute": [
              {"uuid": "5c3c1ca0-0000-4000-8000-000000000010", "type": "md5", "category": "Payload delivery", "value": "d41d8cd98f00b204e9800998ecf8427e", "comment": "file", "to_ids": true, "timestamp": "1708000012"},
              {"uuid": "5c3c1ca0-0000-4000-8000-000000000011", "type": "sha512", "category": "Payload delivery", "value": "cf83e1357eefb8bd", "comment": "", "timestamp": "1708000012"},
              {"uuid": "5c3c1ca0-0000-4000-8000-000000000012", "type": "md5", "category": "Payload delivery", "value": "0cc175b9c0f1b6a831c399e269772661", "comment": "", "timestamp": "1708000012"},
              {"uuid": "5c3c1ca0-0000-4000-8000-000000000013", "type": "size-in-bytes", "category": "Other", "value": "7", "comment": "", "timestamp": "1708000012"}]},
            {"name": "domain-ip", "uuid": "5c3c1ca0-0000-4000-8000-0000000000fe", "Attribute": [
              {"uuid": "5c3c1ca0-0000-4000-8000-000000000014", "type": "ip-dst", "category": "Network activity", "value": "192.0.2.300", "comment": "", "timestamp": "1708000013"}]}
          ]
        }
        """;

    [Fact]
    public void Attributes_become_events()
    {
        MispParser parser = Parser(extended: false);
        ParseResult result = parser.Parse(Sample, Url);
        Snapshot.Verify(result);
        Assert.Equal(5, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Labels_flags_and_objects_are_used_when_asked_for()
    {
        MispParser parser = Parser(extended: true);
        ParseResult result = parser.Parse(Sample, Url);
        Snapshot.Verify(result);
        Assert.Equal(5, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Theory]
    [InlineData("ecsirt:other=\\\"unknown\\\"", "undetermined")]
    [InlineData("rsit:vulnerable=\\\"ddos-amplifier\\\"", "ddos-amplifier")]
    [InlineData("rsit:vulnerable=\\\"no-such-type\\\"", "")]
    [InlineData("rsit:", "")]
    [InlineData("rsit:test=\\\"", "")]
    [InlineData("ECSIRT:test=\\\"test\\\"", "")]
    public void Tags_give_the_classification(string tag, string type)
    {
        string text = $$"""
            {"Event": {"id": 1, "uuid": "5c3c1c9f-1111-4222-8333-0123456789ab", "Tag": [{"name": "{{tag}}"}], "Attribute": [
            {"uuid": "5c3c1ca0-0000-4000-8000-000000000000", "type": "domain", "category": "Network activity", "value": "www.example.com", "comment": "", "timestamp": "1"} ] } }
            """;
        Assert.Equal(type, Assert.Single(Parser(extended: false).Parse(text).Events)["classification.type"].ToString());
    }

    [Theory]
    [InlineData("https://misp.example.com", "https://misp.example.com/x")]
    [InlineData("https://misp.example.com/", "https://misp.example.com/x")]
    [InlineData("https://misp.example.com/a", "https://misp.example.com/x")]
    [InlineData("https://misp.example.com/a/?b=/c", "https://misp.example.com/a/x")]
    public void Pages_stand_below_the_base(string url, string page) => Assert.Equal(page, MispEvent.Join(url, "x"));

    [Theory]
    [InlineData("5")]
    [InlineData("[5]")]
    [InlineData("{\"id\": 1}")]
    [InlineData("{\"id\": 1, \"uuid\": \"5c3c1c9f-1111-4222-8333-0123456789ab\"}")]
    public void What_is_no_event_is_one_failure(string text)
    {
        MispParser parser = Parser(extended: false);
        parser.FailsAgain(Assert.Single(parser.Parse(text).Failures));
    }

    [Theory]
    [InlineData("{{{0}}}", 1)]
    [InlineData("{{\"Event\": {{{0}}}}}", 1)]
    [InlineData("[{{\"Event\": {{{0}}}}}, {{\"Event\": {{{0}}}}}]", 2)]
    [InlineData("[{{{0}}}]", 1)]
    [InlineData("{{\"response\": [{{\"Event\": {{{0}}}}}]}}", 1)]
    [InlineData("{{\"response\": {{\"Event\": {{{0}}}}}}}", 1)]
    [InlineData("{{\"response\": {{{0}}}}}", 1)]
    [InlineData("{{\"response\": []}}", 0)]
    [InlineData("[]", 0)]
    public void Events_come_alone_in_lists_and_in_answers(string form, int events)
    {
        const string Attributes = """
            "Attribute": [{"type": "ip-dst", "category": "Network activity", "value": "192.0.2.1"}]
            """;
        ParseResult result = Parser(extended: true).Parse(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Attributes.Trim()));
        Assert.Empty(result.Failures);
        Assert.Equal(events, result.Events.Count);
    }

    [Fact]
    public void One_that_is_no_event_costs_none_of_the_others()
    {
        MispParser parser = Parser(extended: true);
        ParseResult result = parser.Parse("""[5, {"Event": {"info": "x"}}, {"Event": {"Attribute": [{"type": "ip-dst", "value": "192.0.2.1"}]}}]""");
        Assert.Single(result.Events);
        Assert.Equal(2, result.Failures.Count);
        Assert.All(result.Failures, parser.FailsAgain);
    }

    [Fact]
    public void Events_of_feeds_have_no_number_and_attributes_may_name_their_event()
    {
        const string Uuid = "5c3c1c9f-1111-4222-8333-0123456789ab";
        Event feed = Assert.Single(Parser(extended: false).Parse($$$"""{"Event": {"uuid": "{{{Uuid}}}", "Attribute": [{"type": "ip-dst", "value": "192.0.2.1"}]}}""", "https://misp.example.com/").Events);
        Assert.Equal(Uuid, feed["misp.event_uuid"].ToString());
        Assert.Equal($"https://misp.example.com/events/view/{Uuid}", feed["event_description.url"].ToString());
        Event answer = Assert.Single(Parser(extended: false).Parse($$$"""{"response": {"Attribute": [{"type": "ip-dst", "value": "192.0.2.1", "Event": {"id": "7", "uuid": "{{{Uuid}}}"}}]}}""", "https://misp.example.com/").Events);
        Assert.Equal(Uuid, answer["misp.event_uuid"].ToString());
        Assert.Equal("https://misp.example.com/events/view/7", answer["event_description.url"].ToString());
    }

    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    [InlineData("\"1\"")]
    public void Deleted_attributes_and_objects_make_no_events(string deleted)
    {
        string attribute = $$"""{"type": "ip-dst", "value": "192.0.2.1", "deleted": {{deleted}}}""";
        const string Kept = """{"type": "ip-dst", "value": "192.0.2.2", "deleted": false}""";
        foreach (bool extended in new[] { true, false })
        {
            ParseResult result = Parser(extended).Parse($$"""
                {"Attribute": [{{attribute}}, {{Kept}}], "Object": [{"Attribute": [{{attribute}}, {{Kept}}]}, {"deleted": {{deleted}}, "Attribute": [{{Kept}}]}]}
                """);
            Assert.Empty(result.Failures);
            Assert.Equal(["192.0.2.2", "192.0.2.2"], result.Events.Select(static message => message["source.ip"].ToString()));
        }
    }

    [Theory]
    [InlineData("\"category\": \"Brand new\"", "event_description.text", "Brand new")]
    [InlineData("\"timestamp\": \"yesterday\"", "extra.timestamp", "yesterday")]
    [InlineData("\"timestamp\": null", "extra.timestamp", "")]
    [InlineData("\"uuid\": 5", "extra.misp.attribute_uuid", "5")]
    [InlineData("\"comment\": 5", "comment", "5")]
    [InlineData("\"new\": 5", "source.ip", "192.0.2.1")]
    [InlineData("\"Tag\": [{\"name\": \"tlp:nobody\"}]", "tlp", "RED")]
    [InlineData("\"Tag\": [5, {\"name\": 5}, {\"name\": \"tlp:green\"}]", "tlp", "GREEN")]
    public void A_detail_that_is_not_known_does_not_cost_the_attribute(string member, string field, string value)
    {
        ParseResult result = Parser(extended: true).Parse($$"""{"Attribute": [{"type": "ip-dst", "value": "192.0.2.1", {{member}}}]}""");
        Assert.Empty(result.Failures);
        Assert.Equal(value, Assert.Single(result.Events)[field].ToString());
    }

    [Fact]
    public void Anything_is_taken()
    {
        Parser(extended: false).TakesAnything(Sample, Url);
        Parser(extended: true).TakesAnything(Sample, Url);
    }

    [Theory]
    [InlineData("\"Galaxy\": [{\"type\": \"mitre-malware\", \"GalaxyCluster\": [{\"value\": \"Emotet - S0367\"}]}]", "malware.name", "emotet")]
    [InlineData("\"Galaxy\": [{\"type\": \"threat-actor\", \"GalaxyCluster\": [{\"value\": \"Somebody\"}]}, 5, {\"type\": \"malpedia\", \"GalaxyCluster\": [7, {\"value\": \"Dridex\"}]}]", "malware.name", "dridex")]
    [InlineData("\"Tag\": [{\"name\": \"misp-galaxy:ransomware=\\\"Locky\\\"\"}]", "malware.name", "locky")]
    [InlineData("\"Tag\": [{\"name\": \"misp-galaxy:threat-actor=\\\"Somebody\\\"\"}]", "malware.name", "")]
    [InlineData("\"last_seen\": \"2026-01-02T03:04:05.000000+00:00\"", "time.source", "2026-01-02T03:04:05+00:00")]
    [InlineData("\"last_seen\": \"lately\", \"timestamp\": \"1767225600\"", "time.source", "2026-01-01T00:00:00+00:00")]
    [InlineData("\"first_seen\": \"2026-01-02T03:04:05.000000+00:00\"", "extra.misp.first_seen", "2026-01-02T03:04:05.000000+00:00")]
    public void Galaxies_and_times_are_used_when_asked_for(string members, string field, string expected)
    {
        string json = $$"""{"Attribute": [{"type": "ip-dst", "value": "192.0.2.1", {{members}}}]}""";
        Assert.Equal(expected, Assert.Single(Parser(extended: true).Parse(json).Events)[field].ToString());
        if (field != "time.source")
            Assert.True(Assert.Single(Parser(extended: false).Parse(json).Events)[field].IsMissing);
    }

    [Fact]
    public void The_galaxies_of_an_event_are_those_of_its_attributes()
        => Assert.Equal("emotet", Assert.Single(Parser(extended: true).Parse("""{"Galaxy": [{"type": "botnet", "GalaxyCluster": [{"value": "Emotet"}]}], "Attribute": [{"type": "ip-dst", "value": "192.0.2.1"}]}""").Events)["malware.name"].ToString());

    [Fact]
    public void Attributes_of_all_types_become_events_when_asked_for()
    {
        const string json = """{"Attribute": [{"type": "mac-address", "category": "Network activity", "value": "00:00:5e:00:53:01"}, {"type": "domain", "category": "Other", "value": "www.example.com"}]}""";
        Assert.Empty(Parser(extended: true).Parse(json).Events);
        ParseResult all = new MispParser(new MispParserOptions { AllTypes = true }).Parse(json);
        Assert.Equal("00:00:5e:00:53:01", all.Events[0]["extra.misp.mac_address"].ToString());
        Assert.Equal("www.example.com", all.Events[1]["extra.misp.domain"].ToString());
    }

    private static MispParser Parser(bool extended) => new(new MispParserOptions { Extended = extended });
}

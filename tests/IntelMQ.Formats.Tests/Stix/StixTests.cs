using System.Text;
using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Formats.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Formats.Tests.Stix;

public sealed class StixTests
{
    private static readonly JsonSchemas Schemas = new("Stix/StixSchemas.json");

    [Fact]
    public void Bundles_of_ten_thousand_events_of_all_classifications_are_what_the_schemas_allow()
    {
        foreach (Event[] messages in SampleEvents.Many(10_000).Chunk(20))
        {
            using JsonDocument bundle = JsonDocument.Parse(messages.ToStix());
            Assert.Equal("bundle", bundle.RootElement.GetProperty("type").GetString());
            Assert.Equal("", Schemas.Complaint("common/identifier.json", bundle.RootElement.GetProperty("id")));
            HashSet<string> ids = [.. bundle.RootElement.GetProperty("objects").EnumerateArray().Select(static one => one.GetProperty("id").GetString()!)];
            foreach (JsonElement one in bundle.RootElement.GetProperty("objects").EnumerateArray())
            {
                string type = one.GetProperty("type").GetString()!;
                Assert.StartsWith(type + "--", one.GetProperty("id").GetString(), StringComparison.Ordinal);
                Assert.Equal("", Schemas.Complaint(PathOf(type), one));
                // What an object refers to is in the bundle; only who made the extension is not.
                if (type != "extension-definition")
                    Assert.All(RefsOf(one), reference => Assert.Contains(reference, ids));
            }
        }
    }

    [Fact]
    public void An_event_of_a_server_becomes_observed_data_an_indicator_and_a_sighting()
    {
        using JsonDocument bundle = JsonDocument.Parse(Sample().ToStix());
        JsonElement[] objects = [.. bundle.RootElement.GetProperty("objects").EnumerateArray()];
        Assert.Equal(
            ["ipv4-addr", "domain-name", "network-traffic", "identity", "marking-definition", "malware", "indicator", "extension-definition", "observed-data", "sighting", "sighting", "relationship"],
            objects.Select(static one => one.GetProperty("type").GetString()).OrderBy(static type => Array.IndexOf(["ipv4-addr", "domain-name", "network-traffic"], type) is var place and >= 0 ? place : 3));
        JsonElement indicator = objects.Single(static one => one.GetProperty("type").GetString() == "indicator");
        Assert.Equal("[ipv4-addr:value = '192.0.2.7'] OR [domain-name:value = 'c2.example.com']", indicator.GetProperty("pattern").GetString());
        Assert.Equal("marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", indicator.GetProperty("object_marking_refs")[0].GetString());
        // The id that the specification's own example of the value's namespace gives: a name in the namespace of observables.
        Assert.Equal($"ipv4-addr--{NameUuid.Of(new Guid("00abedb4-aa42-466c-9c01-fed23315a9b7"), """{"value":"192.0.2.7"}""")}", objects[0].GetProperty("id").GetString());
    }

    [Fact]
    public void What_several_events_share_stands_once_in_their_bundle()
    {
        Event first = Sample();
        Event second = Sample();
        second["source.port"] = 8443;
        using JsonDocument bundle = JsonDocument.Parse(new[] { first, second }.ToStix());
        string[] types = [.. bundle.RootElement.GetProperty("objects").EnumerateArray().Select(static one => one.GetProperty("type").GetString()!)];
        Assert.Single(types, "ipv4-addr");
        Assert.Single(types, "identity");
        Assert.Equal(2, types.Count(static type => type == "observed-data"));
        Assert.Equal(2, StixBundle.Read(Encoding.UTF8.GetBytes(new[] { first, second }.ToStix())).Events.Count);
    }

    [Fact]
    public void Indicators_of_other_programs_become_an_event_for_each_alternative()
    {
        FormatRead read = StixBundle.Read("""
            {"type": "bundle", "id": "bundle--44af6c39-c09b-49c5-9de2-394224b04982", "objects": [
              {"type": "identity", "spec_version": "2.1", "id": "identity--023d105b-752e-4e3c-941c-7d3f3cb15e9e", "name": "Example CERT"},
              {"type": "indicator", "spec_version": "2.1", "id": "indicator--a932fcc6-e032-476c-826f-cb970a5a1ade", "created_by_ref": "identity--023d105b-752e-4e3c-941c-7d3f3cb15e9e",
               "name": "Servers", "indicator_types": ["malicious-activity"], "pattern_type": "stix", "valid_from": "2026-05-04T12:00:00.123Z",
               "pattern": "[ipv4-addr:value = '192.0.2.7' AND domain-name:value = 'a.example.com'] OR [url:value = 'http://example.com/it\\'s']",
               "object_marking_refs": ["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"]}]}
            """u8);
        Assert.Null(read.Reason);
        Assert.Empty(read.Complaints);
        Assert.Equal(["192.0.2.7", ""], read.Events.Select(static message => message["source.ip"].ToString()));
        Assert.Equal(["a.example.com", ""], read.Events.Select(static message => message["source.fqdn"].ToString()));
        Assert.Equal("http://example.com/it's", read.Events[1]["source.url"].ToString());
        Assert.All(read.Events, static message =>
        {
            Assert.Equal("Example CERT", message["feed.provider"].ToString());
            Assert.Equal("WHITE", message["tlp"].ToString());
            Assert.Equal("blacklist", message["classification.type"].ToString());
            Assert.Equal("2026-05-04T12:00:00.123000+00:00", message["time.source"].ToString());
        });
    }

    [Fact]
    public void Observed_data_of_other_programs_becomes_an_event_with_its_sides()
    {
        FormatRead read = StixBundle.Read("""
            {"type": "bundle", "id": "bundle--44af6c39-c09b-49c5-9de2-394224b04982", "objects": [
              {"type": "ipv4-addr", "id": "ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd", "value": "192.0.2.7"},
              {"type": "ipv4-addr", "id": "ipv4-addr--e42c19c8-f9fe-5ae9-9fc8-22c398f78fb7", "value": "198.51.100.1"},
              {"type": "network-traffic", "id": "network-traffic--2568d22a-8998-58eb-99ec-3c8ca74f527d", "src_ref": "ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd",
               "dst_ref": "ipv4-addr--e42c19c8-f9fe-5ae9-9fc8-22c398f78fb7", "dst_port": 80, "protocols": ["ipv4", "tcp", "http"]},
              {"type": "observed-data", "spec_version": "2.1", "id": "observed-data--b67d30ff-02ac-498a-92f9-32f845f448cf", "first_observed": "2026-05-04T12:00:00Z", "last_observed": "2026-05-04T12:00:00Z", "number_observed": 1,
               "object_refs": ["ipv4-addr--e42c19c8-f9fe-5ae9-9fc8-22c398f78fb7", "ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd", "network-traffic--2568d22a-8998-58eb-99ec-3c8ca74f527d"]}]}
            """u8);
        Event message = Assert.Single(read.Events);
        Assert.Equal(
            """{"destination.ip": "198.51.100.1", "destination.port": 80, "protocol.application": "http", "protocol.transport": "tcp", "source.ip": "192.0.2.7", "time.source": "2026-05-04T12:00:00+00:00"}""",
            Encoding.UTF8.GetString(message.ToJson(MessageFormat.Flat)));
    }

    [Theory]
    [InlineData("""{"type": "indicator"}""", "The document is no bundle of STIX")]
    [InlineData("""{"type": "bundle", "id": "x"}""", "The bundle has neither")]
    [InlineData("""{"type": "bundle", "objects": [1, null, {"id": 1}, {"id": "a", "type": "indicator", "pattern": "[ipv4-addr:value != '192.0.2.1']"}]}""", "The bundle has neither")]
    [InlineData("""{"type": "bundle", "objects": [{"id": "a", "type": "indicator", "pattern": "[ipv4-addr:value ISSUBSET '192.0.2.0/24']"}]}""", "The bundle has neither")]
    [InlineData("""{"type": "bundle", "objects": [{"id": "a", "type": "indicator", "pattern_type": "sigma", "pattern": "[ipv4-addr:value = '192.0.2.1']"}]}""", "The bundle has neither")]
    public void A_bundle_that_gives_no_event_is_refused(string bundle, string reason)
        => Assert.StartsWith(reason, StixBundle.Read(Encoding.UTF8.GetBytes(bundle)).Reason, StringComparison.Ordinal);

    private static Event Sample()
    {
        var message = new Event();
        message["time.source"] = "2026-05-04T12:00:00+00:00";
        message["feed.provider"] = "Example CERT";
        message["classification.type"] = "c2-server";
        message["source.ip"] = "192.0.2.7";
        message["source.port"] = 443;
        message["source.fqdn"] = "c2.example.com";
        message["malware.name"] = "example";
        message["tlp"] = "AMBER+STRICT";
        return message;
    }

    private static string PathOf(string type) => type switch
    {
        "marking-definition" or "extension-definition" => $"common/{type}.json",
        "sighting" or "relationship" => $"sros/{type}.json",
        "identity" or "indicator" or "malware" or "observed-data" or "vulnerability" => $"sdos/{type}.json",
        _ => $"observables/{type}.json",
    };

    private static IEnumerable<string> RefsOf(JsonElement one) => one.EnumerateObject().SelectMany(static member =>
        member.Name.EndsWith("_refs", StringComparison.Ordinal) ? member.Value.EnumerateArray().Select(static id => id.GetString()!)
        : member.Name.EndsWith("_ref", StringComparison.Ordinal) ? [member.Value.GetString()!] : []);
}

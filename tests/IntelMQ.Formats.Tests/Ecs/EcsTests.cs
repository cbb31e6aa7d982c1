using System.Text;
using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Formats.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Formats.Tests.Ecs;

public sealed class EcsTests
{
    [Fact]
    public void An_event_becomes_a_document_with_the_members_of_ecs()
    {
        var message = new Event();
        message["time.source"] = "2026-05-04T12:00:00+00:00";
        message["time.observation"] = "2026-05-04T12:05:00+00:00";
        message["source.ip"] = "192.0.2.7";
        message["source.asn"] = 64496;
        message["source.network"] = "192.0.2.0/24";
        message["classification.type"] = "c2-server";
        message["extra.count"] = 3;
        using JsonDocument document = JsonDocument.Parse(message.ToEcs());
        JsonElement root = document.RootElement;
        Assert.Equal("2026-05-04T12:00:00+00:00", root.GetProperty("@timestamp").GetString());
        Assert.Equal("192.0.2.7", root.GetProperty("source").GetProperty("ip").GetString());
        Assert.Equal(64496, root.GetProperty("source").GetProperty("as").GetProperty("number").GetInt64());
        Assert.Equal("threat", root.GetProperty("event").GetProperty("category")[0].GetString());
        Assert.Equal("192.0.2.0/24", root.GetProperty("intelmq").GetProperty("source").GetProperty("network").GetString());
        Assert.Equal(3, root.GetProperty("intelmq").GetProperty("extra").GetProperty("count").GetInt64());
    }

    [Fact]
    public void Documents_of_ten_thousand_events_of_all_classifications_are_what_ecs_allows()
    {
        foreach (Event message in SampleEvents.Many(10_000))
        {
            using JsonDocument document = JsonDocument.Parse(message.ToEcs());
            Assert.Empty(EcsValidator.Complaints(document.RootElement));
        }
    }

    [Theory]
    [InlineData("""{"@timestamp": "2026-05-04T12:00:00.000Z", "source": {"ip": "192.0.2.7", "port": 443}}""")]
    [InlineData("""{"@timestamp": "2026-05-04T12:00:00.000Z", "source.ip": "192.0.2.7", "source.port": "443"}""")]
    [InlineData("""{"@timestamp": "2026-05-04T12:00:00Z", "source": {"ip": ["192.0.2.7", "192.0.2.8"], "port": [443]}, "agent": {"name": "x"}}""")]
    public void Documents_of_other_programs_are_read(string document)
    {
        Event message = Assert.Single(Formats.Ecs.Read(Encoding.UTF8.GetBytes(document)).Events);
        Assert.Equal("192.0.2.7", message["source.ip"].ToString());
        Assert.Equal("443", message["source.port"].ToString());
        Assert.Equal("2026-05-04T12:00:00+00:00", message["time.source"].ToString());
        Assert.Equal(3, message.Count);
    }

    [Fact]
    public void A_value_that_its_field_refuses_is_left_out_and_said()
    {
        FormatRead read = Formats.Ecs.Read("""{"source": {"ip": "nowhere", "port": 443, "domain": true}}"""u8);
        Assert.Equal(["source.port"], Assert.Single(read.Events).KeysInOrder().Select(static key => key.Name));
        Assert.Equal(2, read.Complaints.Count);
        Assert.StartsWith("source.ip is left out:", read.Complaints[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The document is no JSON")]
    [InlineData("[]", "The document is no JSON object.")]
    [InlineData("{} {}", "Something follows the document's object.")]
    [InlineData("""{"agent": {"name": "x"}}""", "The document has no member")]
    [InlineData("""{"message": "\ud800"}""", "The document has no member")]
    public void A_document_that_gives_no_event_is_refused(string document, string reason)
        => Assert.StartsWith(reason, Formats.Ecs.Read(Encoding.UTF8.GetBytes(document)).Reason, StringComparison.Ordinal);
}

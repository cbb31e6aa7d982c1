using System.Text.Json;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class IdeaExpertTests
{
    [Fact]
    public void What_an_event_holds_is_written_and_sorted()
    {
        Event message = Events.Of("""
            {"feed.name": "Feed", "feed.url": "https://example.com/", "feed.accuracy": 50, "comment": "a b", "classification.type": "c2-server",
             "classification.identifier": "x y/z", "rtir_id": 5, "malware.name": "bot", "malware.hash.sha256": "ab", "raw": "5A==",
             "source.ip": "192.0.2.1", "source.local_ip": "10.0.0.1", "source.asn": 64496, "source.tor_node": true, "protocol.transport": "tcp",
             "time.source": "2020-01-02T03:04:05+00:00", "status": "online"}
            """);
        new IdeaExpert(new IdeaExpertOptions { TestMode = true }).Process(message);
        using var document = JsonDocument.Parse(message["output"].ToString());
        Assert.True(document.RootElement.GetProperty("ID").TryGetGuid(out Guid id));
        Assert.Equal(
            $$"""
            {"Attach": [{"Hash": ["sha256:ab"], "Ref": ["malware:bot"]}, {"Content": "\u00e4", "Ref": ["https://example.com/"], "Type": ["OrigData"]}],
             "Category": ["Intrusion.Botnet", "Test"], "Confidence": 0.5, "Description": "Feed: a b", "EventTime": "2020-01-02T03:04:05+00:00",
             "Format": "IDEA0", "ID": "{{id}}", "Note": "a b", "Ref": ["malid:x+y%2Fz", "rtir:5"],
             "Source": [{"ASN": [64496], "IP4": ["192.0.2.1"], "LocalIP4": ["10.0.0.1"], "Note": "online", "Proto": ["tcp"], "Type": ["CC", "Tor"]}]}
            """.ReplaceLineEndings("").Replace("],  ", "], ", StringComparison.Ordinal),
            message["output"].ToString(), ignoreAllWhiteSpace: true);
    }

    [Theory]
    [InlineData("{}", """{"Category": ["Other"], "Format": "IDEA0"}""")]
    [InlineData("""{"destination.ip": "2001:db8::1", "feed.accuracy": 100, "classification.type": "phishing"}""",
        """{"Category": ["Fraud.Phishing"], "Confidence": 1, "Format": "IDEA0", "Source": [{"Type": ["Phishing"]}], "Target": [{"IP6": ["2001:db8::1"]}]}""")]
    [InlineData("""{"protocol.transport": "udp", "output": "old"}""", """{"Category": ["Other"], "Format": "IDEA0", "Source": [{"Proto": ["udp"]}]}""")]
    public void What_it_does_not_hold_is_left_out(string json, string expected)
    {
        Event message = Events.Of(json);
        new IdeaExpert(new IdeaExpertOptions()).Process(message);
        string output = message["output"].ToString();
        int id = output.IndexOf("\"ID\": ", StringComparison.Ordinal);
        int length = "\"ID\": \"00000000-0000-0000-0000-000000000000\"".Length;
        Assert.Equal(expected, output.Remove(id - 2, length + 2));
    }
}

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntelMQ.Export;
using IntelMQ.Formats.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Formats.Tests.Idea;

public sealed partial class IdeaTests
{
    private static readonly string[] Members =
        ["Attach", "Category", "Confidence", "Description", "DetectTime", "EventTime", "Format", "ID", "Note", "Ref", "RelID", "Source", "Target", "_IntelMQ"];

    private static readonly string[] SideMembers =
        ["ASN", "Account", "Hostname", "IP4", "IP6", "LocalHostname", "LocalIP4", "LocalIP6", "Note", "PTR", "Port", "Proto", "Type", "URL"];

    [Fact]
    public void Documents_of_ten_thousand_events_of_all_classifications_are_what_IDEA_allows()
    {
        foreach (Event message in SampleEvents.Many(10_000))
        {
            using JsonDocument document = JsonDocument.Parse(message.ToIdea());
            JsonElement root = document.RootElement;
            Assert.Equal("IDEA0", root.GetProperty("Format").GetString());
            Assert.True(Guid.TryParse(root.GetProperty("ID").GetString(), out _));
            Assert.Matches(Time(), root.GetProperty("DetectTime").GetString());
            Assert.NotEmpty(root.GetProperty("Category").EnumerateArray());
            Assert.All(root.EnumerateObject(), static member => Assert.Contains(member.Name, Members));
            foreach (string side in (string[])["Source", "Target"])
            {
                if (!root.TryGetProperty(side, out JsonElement ends))
                    continue;
                JsonElement end = Assert.Single(ends.EnumerateArray());
                Assert.All(end.EnumerateObject(), static member => Assert.Contains(member.Name, SideMembers));
                Assert.All(end.EnumerateObject().Where(static member => member.Name != "Note"), static member => Assert.Equal(JsonValueKind.Array, member.Value.ValueKind));
            }
        }
    }

    [Fact]
    public void A_document_of_another_program_is_read()
    {
        FormatRead read = Formats.Idea.Read("""
            {"Format": "IDEA0", "ID": "4390fc3f-c753-4a3e-bc83-1b44f24baf75", "DetectTime": "2026-05-04T12:00:00Z", "Category": ["Recon.Scanning"], "Confidence": 0.5,
             "Description": "Scan", "Source": [{"IP4": ["192.0.2.0/24"], "Port": [4242], "Proto": ["tcp", "ssh"]}, {"IP4": ["192.0.2.9"]}], "Target": [{"IP6": ["2001:db8::1"], "Port": [22]}],
             "Attach": [{"Hash": ["sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709", "other:1"]}]}
            """u8);
        Assert.Empty(read.Complaints);
        Assert.Equal(
            """{"classification.type": "scanner", "destination.ip": "2001:db8::1", "destination.port": 22, "event_description.text": "Scan", "feed.accuracy": 50.0, "malware.hash.sha1": "da39a3ee5e6b4b0d3255bfef95601890afd80709", "protocol.application": "ssh", "protocol.transport": "tcp", "source.network": "192.0.2.0/24", "source.port": 4242, "time.observation": "2026-05-04T12:00:00+00:00"}""",
            Encoding.UTF8.GetString(Assert.Single(read.Events).ToJson(MessageFormat.Flat)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Format": "IDEA1", "DetectTime": "2026-05-04T12:00:00Z"}""")]
    [InlineData("""{"Format": "IDEA0", "Source": [1, []]}""")]
    public void A_document_that_gives_no_event_is_refused(string document)
        => Assert.NotNull(Formats.Idea.Read(Encoding.UTF8.GetBytes(document)).Reason);

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}

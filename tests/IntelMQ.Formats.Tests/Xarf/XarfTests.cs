using System.Text;
using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Formats.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Formats.Tests.Xarf;

public sealed class XarfTests
{
    private static readonly JsonSchemas Schemas = new("Xarf/XarfSchemas.json");

    [Fact]
    public void Reports_of_ten_thousand_events_of_all_classifications_are_what_the_schemas_allow()
    {
        var kinds = new HashSet<string>();
        foreach (Event message in SampleEvents.Many(10_000))
        {
            using JsonDocument report = JsonDocument.Parse(message.ToXarf(TestedFormats.Reporter));
            string kind = $"{report.RootElement.GetProperty("category").GetString()}-{report.RootElement.GetProperty("type").GetString()!.Replace('_', '-')}";
            kinds.Add(kind);
            Assert.Equal("", Schemas.Complaint($"types/{kind}.json", report.RootElement));
        }

        Assert.Equal(10, kinds.Count);
    }

    [Fact]
    public void A_report_of_another_program_is_read()
    {
        FormatRead read = Formats.Xarf.Read("""
            {"xarf_version": "4.0.0", "report_id": "62b0db36-3f81-4c55-9b69-a3e37a767220", "timestamp": "2026-05-04T12:00:00Z", "category": "connection", "type": "port_scan",
             "reporter": {"org": "Example CERT", "contact": "abuse@example.com", "domain": "example.com"}, "sender": {"org": "Other", "contact": "abuse@example.org", "domain": "example.org"},
             "source_identifier": "192.0.2.7", "source_port": 4242, "destination_ip": "198.51.100.1", "destination_port": 22, "protocol": "tcp", "first_seen": "2026-05-04T12:00:00Z", "confidence": 0.5}
            """u8);
        Assert.Empty(read.Complaints);
        Assert.Equal(
            """{"classification.type": "scanner", "destination.ip": "198.51.100.1", "destination.port": 22, "feed.accuracy": 50.0, "feed.provider": "Example CERT", "protocol.transport": "tcp", "source.ip": "192.0.2.7", "source.port": 4242, "time.source": "2026-05-04T12:00:00+00:00"}""",
            Encoding.UTF8.GetString(Assert.Single(read.Events).ToJson(MessageFormat.Flat)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"xarf_version": "3.0.0", "source_identifier": "192.0.2.1"}""")]
    public void A_report_that_gives_no_event_is_refused(string report)
        => Assert.NotNull(Formats.Xarf.Read(Encoding.UTF8.GetBytes(report)).Reason);

    [Theory]
    [InlineData("", "abuse@example.com", "example.com")]
    [InlineData("Example", "nobody", "example.com")]
    [InlineData("Example", "abuse@example.com", "not a domain")]
    public void Who_reports_is_checked(string org, string contact, string domain)
        => Assert.Throws<ArgumentException>(() => Formats.Xarf.Of(new XarfReporter(org, contact, domain)));
}

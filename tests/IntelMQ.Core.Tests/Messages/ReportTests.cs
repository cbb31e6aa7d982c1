using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Messages;

public sealed class ReportTests
{
    [Fact]
    public void An_event_takes_over_the_feeds_fields_and_nothing_else()
    {
        var report = new Report("a,b"u8.ToArray(), Schema.Default);
        report.Set("feed.name", "Example");
        report.Set("feed.accuracy", "90");
        report.Set("time.observation", "2026-11-20 12:00:00");
        report.Set("extra.file_name", "x.csv");
        var message = new Event(report);
        Assert.Equal(
            """{"feed.accuracy": 90.0, "feed.name": "Example", "time.observation": "2026-11-20T12:00:00+00:00"}""",
            Encoding.UTF8.GetString(message.ToJson(MessageFormat.Flat)));
    }

    [Fact]
    public void A_report_of_an_event_keeps_what_a_report_may_have()
    {
        var message = new Event();
        message.Set("feed.name", "Example");
        message.Set("source.ip", "192.0.2.1");
        message.Set("raw", FieldValue.Text("line"u8));
        message.Set("extra.a", "1");
        var report = new Report(message);
        Assert.Equal("""{"extra.a": "1", "feed.name": "Example", "raw": "bGluZQ=="}""", Encoding.UTF8.GetString(report.ToJson(MessageFormat.Flat)));
        Assert.Equal("line"u8.ToArray(), report.Raw.ToArray());
    }

    [Fact]
    public void A_report_refuses_a_field_of_events()
        => Assert.Equal(SetStatus.UnknownField, new Report().Set("source.ip", "192.0.2.1").Status);

    [Fact]
    public void Raw_bytes_are_kept_and_become_base64_on_the_wire_only()
    {
        byte[] raw = [0, 255, 10];
        var report = new Report(raw, Schema.Default);
        Assert.True(report.Raw.Span.SequenceEqual(raw));
        Assert.Equal("AP8K", report["raw"].ToString());
        Assert.Equal("""{"__type": "Report", "raw": "AP8K"}""", report.ToString());
        Assert.Equal("AP8K", report.Clone()["raw"].ToString());
    }
}

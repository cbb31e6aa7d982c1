using System.Net;
using IntelMQ.Bots;
using IntelMQ.Bots.Experts;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing.Samples;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Testing;

public class BotHarnessTests
{
    [Fact]
    public async Task An_expert_gets_an_event_and_its_event_comes_out()
    {
        BotRun run = await BotHarness.RunAsync(new TaxonomyExpert(), Scan("192.0.2.1"));
        Assert.Equal("information-gathering", run.Event[Fields.Classification.Taxonomy]?.ToString());
        Assert.Empty(run.Failures);
        Assert.Equal(["_default"], run.Paths);
    }

    [Fact]
    public async Task A_parser_gets_text_and_events_and_failures_come_out()
    {
        BotRun run = await BotHarness.RunAsync(new SampleParser(), "ip,port\n192.0.2.1,80\nnowhere,1\n");
        Assert.Equal(IPAddress.Parse("192.0.2.1"), run.Event[Fields.Source.Ip]);
        Assert.Equal(3, Assert.Single(run.Failures).LineNumber);
        Assert.Equal("1 on _default, failure (" + run.Failures[0] + ")", run.ToString());
    }

    [Fact]
    public async Task A_parser_gets_a_file()
    {
        string path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "ip,port\n192.0.2.1,80\n192.0.2.2,\n");
        BotRun run = await BotHarness.RunFileAsync(new SampleParser(), path);
        File.Delete(path);
        Assert.Equal(2, run.Events.Count);
        Assert.Throws<InvalidOperationException>(() => run.Event);
    }

    [Fact]
    public async Task Each_path_gets_an_event_of_its_own()
    {
        BotRun run = await BotHarness.RunAsync(new SampleExpert(static _ => Verdict.To("filter_match", "_default")), Scan("192.0.2.1"));
        Assert.Equal(["_default", "filter_match"], run.Paths);
        Event other = Assert.IsType<Event>(Assert.Single(run.On("filter_match")));
        Assert.NotSame(run.Event, other);
        Assert.Empty(run.On("elsewhere"));
    }

    [Fact]
    public async Task Dropped_events_are_gone()
        => Assert.Equal("no messages and no failures", (await BotHarness.RunAsync(new SampleExpert(static _ => Verdict.Drop), Scan("192.0.2.1"))).ToString());

    [Fact]
    public async Task An_expert_that_throws_leaves_the_event_as_it_came()
    {
        var expert = new SampleExpert(static message =>
        {
            message[Fields.Comment] = "half-way";
            throw new InvalidOperationException("broke");
        });
        Event sent = Scan("192.0.2.1");
        BotRun run = await BotHarness.RunAsync(expert, sent);
        Assert.Empty(run.Events);
        Assert.Equal("broke", Assert.Single(run.Failures).Reason);
        Assert.False(run.Failures[0].Message.Contains(Fields.Comment));
        Assert.Equal(1, expert.Disposed);
    }

    [Fact]
    public async Task Batches_are_as_large_as_the_expert_takes_and_committed()
    {
        var expert = new SampleBatchExpert();
        BotRun run = await BotHarness.RunAsync(expert, Scan("192.0.2.1"), new Event(), Scan("192.0.2.3"));
        Assert.Equal(["batch of 2", "batch of 1"], expert.Calls);
        Assert.Equal(2, run.Events.Count);
        Assert.False(Assert.Single(run.Failures).Message.Contains(Fields.Comment));
    }

    [Fact]
    public async Task Reports_pass_an_expert_as_reports()
    {
        BotRun run = await BotHarness.RunAsync(new SampleExpert(static _ => Verdict.Keep), BotHarness.ReportOf("text"));
        Assert.Equal("text"u8, Assert.Single(run.Reports).Raw.Span);
        Assert.Empty(run.Events);
    }

    [Fact]
    public async Task Services_stand_in_for_the_world()
    {
        using var services = new TestServices();
        services.Dns.Addresses("example.com", IPAddress.Parse("192.0.2.7"));
        services.Http.OnGet("http://example.com/status", "fine");
        var evt = new Event { [Fields.Source.Fqdn] = "example.com" };
        BotRun run = await BotHarness.RunAsync(given => new ServicesExpert(given), services, evt);
        Assert.Equal("fine", run.Event[Fields.Status]);
        Assert.Equal(services.Clock.GetUtcNow(), run.Event[Fields.Time.Source]);
        Assert.Equal("Information: Asked for example.com.", Assert.Single(run.Logs).ToString());
        Assert.Single(services.Logs.AtLeast(LogLevel.Information));
        Assert.Empty(services.Logs.AtLeast(LogLevel.Warning));
        Assert.Equal(["A example.com"], services.Dns.Questions);
    }

    [Fact]
    public async Task What_the_world_refuses_is_a_failure()
    {
        var evt = new Event { [Fields.Source.Fqdn] = "example.com" };
        BotRun run = await BotHarness.RunAsync(given => new ServicesExpert(given), evt);
        Assert.Contains("GET http://example.com/status", Assert.Single(run.Failures).Reason);
        Assert.Single(run.Logs);
    }

    [Fact]
    public async Task A_collector_fetches_once()
    {
        using var services = new TestServices();
        var collector = new SampleCollector(services.Services);
        BotRun run = await BotHarness.RunAsync(collector);
        Assert.Equal(["one", "two"], run.Reports.Select(static report => System.Text.Encoding.UTF8.GetString(report.Raw.Span)));
        Assert.Equal(services.Clock.GetUtcNow(), run.Reports[0][Fields.Time.Observation]);
        Assert.Equal(2, collector.Settled);
    }

    [Fact]
    public async Task An_output_gets_a_batch()
    {
        var output = new SampleOutput();
        await BotHarness.RunAsync(output, Scan("192.0.2.1"), Scan("192.0.2.2"));
        Assert.Equal(2, output.Sent.Count);
    }

    [Fact]
    public async Task A_session_keeps_the_bot_between_messages()
    {
        int count = 0;
        await using BotSession session = await BotSession.StartAsync(new SampleExpert(_ => ++count == 1 ? Verdict.Keep : Verdict.Drop), CancellationToken.None);
        await session.SendAsync(Scan("192.0.2.1"), CancellationToken.None);
        await session.SendAsync(Scan("192.0.2.1"), CancellationToken.None);
        Assert.Single(session.Run.Events);
    }

    private static Event Scan(string address) => new()
    {
        [Fields.Source.Ip] = IPAddress.Parse(address),
        [Fields.Classification.Type] = "scanner",
    };
}

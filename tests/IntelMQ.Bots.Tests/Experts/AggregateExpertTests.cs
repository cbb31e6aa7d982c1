using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class AggregateExpertTests : IDisposable
{
    private const string Scanner = """{"classification.type": "scanner", "classification.identifier": "x", "time.source": "2025-12-31T10:00:00+00:00", "comment": "first"}""";

    private readonly TestServices _services = new();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task When_its_time_has_come_the_first_of_a_kind_is_sent_with_the_count()
    {
        await using BotSession session = await StartAsync(new AggregateExpertOptions { Threshold = 3 });
        await SendAsync(session, Scanner);
        _services.Clock.Advance(TimeSpan.FromMinutes(30));
        await SendAsync(session, """{"classification.type": "scanner", "classification.identifier": "x", "time.source": "2025-12-31T11:30:00.5+00:00", "extra.count": 2}""");
        await SendAsync(session, """{"classification.type": "scanner", "time.source": "2025-12-31T11:00:00+00:00"}""");
        session.ReleaseDue();
        Assert.Empty(session.Run.Events);

        _services.Clock.Advance(TimeSpan.FromMinutes(30));
        session.ReleaseDue();

        Assert.Equal(
            "{'classification.identifier': 'x', 'classification.type': 'scanner', 'comment': 'first', 'extra.count': 3, 'extra.time_end': '2025-12-31T11:30:00.500000+00:00', 'time.source': '2025-12-31T10:00:00+00:00'}",
            Events.Flat(session.Run.Event));
        _services.Clock.Advance(TimeSpan.FromHours(5));
        session.ReleaseDue();
        Assert.Single(session.Run.Events);
    }

    [Theory]
    [InlineData("""{"time.observation": "2025-12-31T10:00:00+00:00"}""", "2025-12-31T10:00:00+00:00", 1)]
    [InlineData("{}", "2026-01-01T12:00:00+00:00", 1)]
    [InlineData("""{"extra.count": "5"}""", "2026-01-01T12:00:00+00:00", 1)]
    [InlineData("""{"extra.count": 2.5}""", "2026-01-01T12:00:00+00:00", 1)]
    [InlineData("""{"extra.count": -3}""", "2026-01-01T12:00:00+00:00", 1)]
    [InlineData("""{"extra.count": 7, "extra.time_end": "x"}""", "2026-01-01T12:00:00+00:00", 7)]
    public async Task What_an_event_lacks_is_no_error(string json, string time, long count)
    {
        BotRun run = await BotHarness.RunAsync(services => new AggregateExpert(new AggregateExpertOptions { Threshold = 1 }, services), _services, Events.Of(json));
        Assert.Equal((time, count, time), (run.Event["time.source"].ToString(), run.Event["extra.count"].TryGetInt64(out long sent) ? sent : 0, run.Event["extra.time_end"].ToString()));
    }

    [Fact]
    public async Task A_count_does_not_overflow()
    {
        BotRun run = await BotHarness.RunAsync(services => new AggregateExpert(new AggregateExpertOptions(), services), _services,
            Events.Of("""{"extra.count": 9223372036854775807}"""), Events.Of("""{"extra.count": 9223372036854775807}"""));
        Assert.Equal("9223372036854775807", run.Event["extra.count"].ToString());
    }

    [Fact]
    public async Task Of_too_many_kinds_one_ends_early()
    {
        await using BotSession session = await StartAsync(new AggregateExpertOptions { Threshold = 1, MaxKeys = 2 });
        foreach (string kind in new[] { "a", "b", "c" })
            await SendAsync(session, $$"""{"classification.identifier": "{{kind}}"}""");
        session.ReleaseDue();
        Assert.Equal("a", session.Run.Event["classification.identifier"].ToString());
    }

    [Fact]
    public void Parameters_that_cannot_be_used_are_named()
        => Assert.Equal(3, Assert.Throws<BotConfigurationException>(() => new AggregateExpert(new AggregateExpertOptions { Threshold = 0, Timespan = "soon", MaxKeys = 0 })).Complaints.Count);

    private Task<BotSession> StartAsync(AggregateExpertOptions options) => BotSession.StartAsync(new AggregateExpert(options, _services.Services), CancellationToken.None);

    private static Task SendAsync(BotSession session, string json) => session.SendAsync(Events.Of(json), CancellationToken.None);
}

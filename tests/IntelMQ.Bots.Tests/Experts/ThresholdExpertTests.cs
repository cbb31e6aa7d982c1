using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class ThresholdExpertTests
{
    private const string Sample = """{"source.ip": "192.0.2.1"}""";

    [Fact]
    public void Only_the_event_that_reaches_the_threshold_passes()
    {
        var bot = new ThresholdExpert(new ThresholdExpertOptions { Threshold = 3 });

        Assert.Equal([false, false, true, false, false], Enumerable.Range(0, 5).Select(_ => Passes(bot)));
        var message = Events.Of("""{"comment": "old", "source.ip": "192.0.2.9", "extra.count": 7}""");
        Assert.True(new ThresholdExpert(new ThresholdExpertOptions { Threshold = 1 }).Process(message).IsKeep);
        Assert.Equal("{'comment': 'Threshold reached', 'extra.count': 1, 'source.ip': '192.0.2.9'}", Events.Flat(message));
    }

    [Fact]
    public void Each_event_renews_the_time_of_the_count()
    {
        using var services = new TestServices();
        var bot = new ThresholdExpert(new ThresholdExpertOptions { Threshold = 3, CacheTtl = TimeSpan.FromSeconds(10) }, services.Services);
        Passes(bot);
        services.Clock.Advance(TimeSpan.FromSeconds(9));
        Passes(bot);
        services.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.True(Passes(bot));
        services.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(_ => Passes(bot)));
    }

    [Fact]
    public void The_count_that_rose_longest_ago_makes_room()
    {
        var bot = new ThresholdExpert(new ThresholdExpertOptions { Threshold = 2, MaxKeys = 2 });
        foreach (int host in (int[])[1, 2, 3])
            bot.Process(Events.With("source.ip", $"\"192.0.2.{host}\""));

        Assert.False(Passes(bot));
        Assert.True(bot.Process(Events.With("source.ip", "\"192.0.2.3\"")).IsKeep);
    }

    [Theory]
    [InlineData(0, 10, "threshold")]
    [InlineData(1, 0, "redis_cache_ttl")]
    public void Parameters_out_of_range_are_refused(long threshold, long ttl, string complaint)
    {
        var options = new ThresholdExpertOptions { Threshold = threshold, CacheTtl = TimeSpan.FromSeconds(ttl) };

        Assert.Contains(complaint, Assert.Throws<BotConfigurationException>(() => new ThresholdExpert(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_lasts_as_long_as_asked()
    {
        using var services = new TestServices();
        var bot = new WaitExpert(new WaitExpertOptions { SleepTime = TimeSpan.FromSeconds(5) }, services.Services);
        ValueTask<Verdict> waiting = bot.ProcessAsync(new Event(), CancellationToken.None);
        services.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(waiting.IsCompleted);
        services.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await waiting).IsKeep);
        Assert.True((await new WaitExpert(new WaitExpertOptions()).ProcessAsync(new Event(), CancellationToken.None)).IsKeep);
    }

    private static bool Passes(ThresholdExpert bot) => bot.Process(Events.Of(Sample)).IsKeep;
}

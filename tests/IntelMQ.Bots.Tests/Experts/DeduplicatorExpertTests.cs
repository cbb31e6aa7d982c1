using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class DeduplicatorExpertTests
{
    private const string Path = "seen.keys";

    [Fact]
    public void An_event_seen_before_is_dropped_pending_or_committed()
    {
        var bot = new DeduplicatorExpert(new DeduplicatorExpertOptions());

        Assert.True(Passes(bot, """{"source.ip": "192.0.2.1", "raw": "Zm9v", "time.observation": "2026-01-01T00:00:00+00:00"}"""));
        Assert.False(Passes(bot, """{"source.ip": "192.0.2.1", "raw": "YmFy", "time.observation": "2026-01-02T00:00:00+00:00"}"""));
        bot.Commit();
        Assert.False(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
        Assert.True(Passes(bot, """{"source.ip": "192.0.2.2"}"""));
    }

    [Fact]
    public void A_rollback_forgets_what_was_not_committed()
    {
        var bot = new DeduplicatorExpert(new DeduplicatorExpertOptions());
        Passes(bot, """{"source.ip": "192.0.2.1"}""");
        bot.Commit();
        Passes(bot, """{"source.ip": "192.0.2.2"}""");
        bot.Rollback();

        Assert.False(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
        Assert.True(Passes(bot, """{"source.ip": "192.0.2.2"}"""));
    }

    [Fact]
    public void Only_whitelisted_fields_count_and_without_any_of_them_the_event_passes()
    {
        var bot = new DeduplicatorExpert(new DeduplicatorExpertOptions { FilterType = FilterType.Whitelist, FilterKeys = ["source.ip", "extra"] });

        Assert.True(Passes(bot, """{"source.ip": "192.0.2.1", "comment": "a"}"""));
        Assert.False(Passes(bot, """{"source.ip": "192.0.2.1", "comment": "b"}"""));
        Assert.True(Passes(bot, """{"comment": "a", "extra.a": 1}"""));
        Assert.True(Passes(bot, """{"comment": "a", "extra.a": 1}"""));
    }

    [Fact]
    public void A_bypass_lets_all_pass()
    {
        var bot = new DeduplicatorExpert(new DeduplicatorExpertOptions { Bypass = true });

        Assert.True(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
        Assert.True(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
    }

    [Fact]
    public void Duplicates_do_not_renew_the_time()
    {
        using var services = new TestServices();
        var bot = new DeduplicatorExpert(new DeduplicatorExpertOptions { RedisCacheTtl = 10 }, services.Services);
        Passes(bot, """{"source.ip": "192.0.2.1"}""");
        bot.Commit();
        services.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
        bot.Commit();
        services.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
    }

    [Fact]
    public void The_oldest_event_makes_room_and_is_counted()
    {
        var bot = new DeduplicatorExpert(new DeduplicatorExpertOptions { MaxKeys = 2, RedisCacheTtl = 0 });
        for (int i = 1; i <= 3; i++)
        {
            Passes(bot, $$"""{"source.ip": "192.0.2.{{i}}"}""");
            bot.Commit();
        }

        Assert.Equal(1, bot.Evictions);
        Assert.True(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
        Assert.False(Passes(bot, """{"source.ip": "192.0.2.3"}"""));
    }

    [Fact]
    public async Task A_restart_remembers_what_was_seen()
    {
        using var folder = new TempFolder();
        using var services = new TestServices { StateFolder = folder.Path };
        await using (var first = await Start(services))
        {
            Passes(first, """{"source.ip": "192.0.2.1"}""");
            first.Commit();
            Passes(first, """{"source.ip": "192.0.2.2"}""");
        }

        await using var second = await Start(services);
        Assert.False(Passes(second, """{"source.ip": "192.0.2.1"}"""));
        Assert.True(Passes(second, """{"source.ip": "192.0.2.2"}"""));
    }

    [Fact]
    public async Task The_state_is_saved_at_intervals()
    {
        using var folder = new TempFolder();
        using var services = new TestServices { StateFolder = folder.Path };
        await using var killed = await Start(services);
        Passes(killed, """{"source.ip": "192.0.2.1"}""");
        killed.Commit();
        Assert.False(File.Exists(System.IO.Path.Combine(folder.Path, Path)));
        services.Clock.Advance(TimeSpan.FromSeconds(60));

        await using var second = await Start(services);
        Assert.False(Passes(second, """{"source.ip": "192.0.2.1"}"""));
    }

    [Fact]
    public async Task A_damaged_state_is_put_aside_with_a_log_line()
    {
        using var folder = new TempFolder();
        using var services = new TestServices { StateFolder = folder.Path };
        string path = System.IO.Path.Combine(folder.Path, Path);
        await File.WriteAllTextAsync(path, "not a list of keys");
        await using var bot = await Start(services);

        Assert.True(Passes(bot, """{"source.ip": "192.0.2.1"}"""));
        Assert.True(File.Exists(path + ".damaged"));
        Assert.Contains(services.Logs.AtLeast(LogLevel.Error), entry => entry.Message.Contains(path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1, 1, 60, "redis_cache_ttl")]
    [InlineData(1, 0, 60, "max_keys")]
    [InlineData(1, 1, 0, "save_interval")]
    public void Parameters_out_of_range_are_refused(long ttl, long keys, int interval, string parameter)
    {
        var options = new DeduplicatorExpertOptions { RedisCacheTtl = ttl, MaxKeys = keys, SaveInterval = interval };

        Assert.Contains(parameter, Assert.Throws<BotConfigurationException>(() => new DeduplicatorExpert(options)).Message, StringComparison.Ordinal);
    }

    private static async Task<DeduplicatorExpert> Start(TestServices services)
    {
        var bot = new DeduplicatorExpert(new DeduplicatorExpertOptions { StateFile = Path }, services.Services);
        await bot.StartAsync(CancellationToken.None);
        return bot;
    }

    private static bool Passes(DeduplicatorExpert bot, string json) => bot.Process(Events.Of(json)).IsKeep;
}

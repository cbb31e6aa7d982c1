using System.Globalization;
using IntelMQ.Pipelines;
using IntelMQ.Testing;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class CalendarScheduleTests
{
    [Theory]
    [InlineData("0 4 * * *", null, "2026-01-01T12:00:00Z", "2026-01-02T04:00:00Z")]
    [InlineData("0 4 * * *", null, "2026-01-02T04:00:00Z", "2026-01-03T04:00:00Z")]
    [InlineData("*/15 * * * *", null, "2026-01-01T12:01:00Z", "2026-01-01T12:15:00Z")]
    [InlineData("*/10 * * * * *", null, "2026-01-01T12:00:01Z", "2026-01-01T12:00:10Z")]
    [InlineData("@hourly", null, "2026-01-01T12:01:00Z", "2026-01-01T13:00:00Z")]
    [InlineData("0 4 * * MON", null, "2026-01-01T12:00:00Z", "2026-01-05T04:00:00Z")]
    [InlineData("0 4 * * *", "Europe/Vienna", "2026-01-01T12:00:00Z", "2026-01-02T03:00:00Z")]
    [InlineData("0 4 * * *", "Europe/Vienna", "2026-07-01T12:00:00Z", "2026-07-02T02:00:00Z")]
    // The hour that the summer takes away, and the one that the winter gives twice.
    [InlineData("30 2 * * *", "Europe/Vienna", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Vienna", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Vienna", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    public void The_next_time_is_that_of_the_zone(string cron, string? zone, string now, string next)
    {
        CalendarSchedule schedule = Of(cron, zone);
        Assert.Equal(At(next), schedule.NextAfter(At(now)));
        Assert.Equal(schedule, Of(cron, zone));
    }

    [Fact]
    public async Task A_wait_ends_at_the_time_and_not_before_though_it_is_days_away()
    {
        var clock = new FakeClock(At("2026-01-01T12:00:00Z"));
        Task<bool> waiting = Of("0 4 10 * *", null).WaitAsync(clock, default).AsTask();
        await AdvanceAsync(clock, TimeSpan.FromDays(8) + TimeSpan.FromHours(15) + TimeSpan.FromMinutes(59), waiting);
        Assert.False(waiting.IsCompleted);
        await AdvanceAsync(clock, TimeSpan.FromMinutes(1), waiting);
        Assert.True(await waiting.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(At("2026-01-10T04:00:00Z"), clock.GetUtcNow());
    }

    [Theory]
    [InlineData("0 * * * *", 600, 600)]
    [InlineData("0 * * * *", 100_000, 3600)]
    public async Task Chance_delays_a_turn_but_never_to_the_next_time(string cron, int jitter, int most)
    {
        var seen = new HashSet<DateTimeOffset>();
        for (int i = 0; i < 20; i++)
        {
            var clock = new FakeClock(At("2026-01-01T12:30:00Z"));
            Task<bool> waiting = Of(cron, null, TimeSpan.FromSeconds(jitter)).WaitAsync(clock, default).AsTask();
            while (!waiting.IsCompleted)
                await AdvanceAsync(clock, TimeSpan.FromSeconds(10), waiting);
            Assert.InRange(clock.GetUtcNow(), At("2026-01-01T13:00:00Z"), At("2026-01-01T13:00:10Z") + TimeSpan.FromSeconds(most));
            seen.Add(clock.GetUtcNow());
        }

        Assert.True(seen.Count > 5);
    }

    private static CalendarSchedule Of(string cron, string? zone, TimeSpan? jitter = null)
    {
        CalendarSchedule? schedule = CalendarSchedule.Of(new BotDefinition { Id = "x", Cron = cron, CronZone = zone, CronJitter = jitter }, out string? complaint);
        Assert.True(schedule is not null, complaint);
        return schedule;
    }

    // Sleeps end one by one, and whoever sleeps on asks the clock first.
    private static async Task AdvanceAsync(FakeClock clock, TimeSpan time, Task waiting)
    {
        DateTimeOffset target = clock.GetUtcNow() + time;
        while (clock.GetUtcNow() < target && !waiting.IsCompleted)
        {
            TimeSpan left = target - clock.GetUtcNow();
            clock.Advance(left < TimeSpan.FromMinutes(10) ? left : TimeSpan.FromMinutes(10));
            for (int i = 0; i < 2000 && clock.PendingTimers == 0 && !waiting.IsCompleted; i++)
                await Task.Delay(1);
        }
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}

using System.Runtime.CompilerServices;
using IntelMQ.Bots;
using IntelMQ.Pipelines;
using IntelMQ.Testing;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class PipelineCalendarTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_collector_runs_once_at_each_of_its_times()
    {
        var collector = new Turns(_clock);
        await RunAsync(collector, async () =>
        {
            await PassAsync(TimeSpan.FromMinutes(59));
            Assert.Empty(collector.Begun);
            await PassAsync(TimeSpan.FromMinutes(121));
        });
        Assert.Equal([13, 14, 15], collector.Begun.Select(static time => time.Hour));
        Assert.All(collector.Begun, static time => Assert.Equal((0, 0), (time.Minute, time.Second)));
    }

    [Fact]
    public async Task A_turn_that_lasts_longer_than_its_interval_is_followed_by_one_and_not_by_all_that_it_missed()
    {
        var turn = new TaskCompletionSource();
        var collector = new Turns(_clock) { First = turn.Task };
        await RunAsync(collector, async () =>
        {
            await PassAsync(TimeSpan.FromMinutes(210));
            Assert.Single(collector.Begun);
            turn.SetResult();
            // Until the collector asks for its next time.
            await UntilAsync(() => _clock.PendingTimers > 0);
            await PassAsync(TimeSpan.FromMinutes(89));
        });
        Assert.Equal([13, 16], collector.Begun.Select(static time => time.Hour));
    }

    private async Task RunAsync(Turns collector, Func<Task> passes)
    {
        using var stop = new CancellationTokenSource();
        var options = new PipelineOptions { Services = new BotServices { Time = _clock }, CollectInterval = TimeSpan.FromMinutes(1) };
        await using Pipeline pipeline = Pipeline.Create(options, builder => builder
            .Collect(collector, new BotSetup { Id = "collector", Cron = "0 * * * *" }).Parse(new LineParser()).Output(new ListOutput()));
        Task<PipelineResult> running = pipeline.RunAsync(stop.Token);
        await UntilAsync(() => _clock.PendingTimers > 0);
        await passes();
        await stop.CancelAsync();
        await running.WaitAsync(Patience);
    }

    // A minute at a time, and each time until all who slept have gone to sleep again.
    private async Task PassAsync(TimeSpan time)
    {
        for (int i = 0; i < (int)time.TotalMinutes; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(2);
        }

        await Task.Delay(50);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
            await Task.Delay(2, patience.Token);
    }

    private sealed class Turns(TimeProvider time) : Collector(new CollectorOptions())
    {
        public List<DateTimeOffset> Begun { get; } = [];

        public Task? First { get; set; }

        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Begun.Add(time.GetUtcNow());
            if (First is { } first)
                await first.WaitAsync(cancellationToken);
            First = null;
            yield return new CollectedReport(NewReport("a"u8.ToArray()));
        }
    }
}

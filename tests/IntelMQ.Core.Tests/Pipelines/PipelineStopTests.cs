using IntelMQ.Bots;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class PipelineStopTests
{
    [Fact]
    public async Task A_stop_in_the_middle_finishes_what_was_begun_and_leaves_the_source()
    {
        using var stop = new CancellationTokenSource();
        var collector = new ListCollector("100000", "5");
        var parser = new CountingParser();
        var output = new CountingOutput { Before = () => new ValueTask(stop.CancelAsync()) };
        var options = new PipelineOptions { StopTimeout = TimeSpan.FromHours(1) };
        await using Pipeline pipeline = Pipeline.Create(options, p => p.Collect(collector).Parse(parser).Output(output));

        PipelineResult result = await pipeline.RunAsync(stop.Token);

        Assert.True(result.WasStopped);
        Assert.False(result.IsComplete);
        Assert.Empty(collector.Settled);
        Assert.True(result.Unsettled > 0);
        Assert.InRange(output.Count, 1, 99_999);
        Assert.Equal(result.Counters.Bots["counting-parser"].SentTo(BotPath.Default), output.Count);
        Assert.Equal(0, result.Counters.QueueDepths["counting-output-queue"]);
    }

    [Fact]
    public async Task After_the_time_out_work_is_given_back_and_nothing_is_settled()
    {
        using var stop = new CancellationTokenSource();
        var collector = new ListCollector(Lines.Of(10));
        var output = new ListOutput
        {
            Before = async (_, cancellationToken) =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            },
        };
        var time = new InstantTime();
        var options = new PipelineOptions { Services = new BotServices { Time = time } };
        await using Pipeline pipeline = Pipeline.Create(options, p => p.Collect(collector).Parse(new LineParser()).Output(output));

        PipelineResult result = await pipeline.RunAsync(stop.Token);

        Assert.True(result.WasStopped);
        Assert.Equal(1, result.Unsettled);
        Assert.Empty(collector.Settled);
        Assert.Empty(output.Events);
        Assert.Equal(0, result.Counters.Failed);
        Assert.Contains(options.StopTimeout, time.Waits);
    }

    [Fact]
    public async Task What_was_stopped_is_collected_again_and_lost_nothing()
    {
        using var stop = new CancellationTokenSource();
        var collector = new ListCollector(Lines.Of(5000), Lines.Of(10, "next ")) { Forgets = true };
        var output = new ListOutput { Before = (_, _) => new ValueTask(stop.CancelAsync()) };
        await using Pipeline pipeline = Pipeline.Create(p => p.Collect(collector).Parse(new LineParser()).Output(output));
        await pipeline.RunAsync(stop.Token);

        PipelineResult second = await pipeline.RunAsync(CancellationToken.None);

        Assert.True(second.IsComplete);
        Assert.Equal(((string[])[.. Lines.Numbers(10, "next "), .. Lines.Numbers(5000)]).Order(StringComparer.Ordinal), output.Lines.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal([0, 1], collector.Settled.Order());
    }

    [Fact]
    public async Task A_restart_on_queues_that_stay_goes_on_after_the_checkpoint()
    {
        using var stop = new CancellationTokenSource();
        await using var failures = new IntelMQ.Failures.MemoryFailureStore();
        await using var broker = new MemoryBroker(failures);
        var collector = new ListCollector(Lines.Of(20_000));
        var first = new ListOutput { Before = (_, _) => new ValueTask(stop.CancelAsync()) };
        var second = new ListOutput();
        Pipeline Create(ListCollector source, ListOutput output) => Pipeline.Create(
            new PipelineOptions { Broker = broker, StopTimeout = TimeSpan.FromHours(1) },
            p => p.Collect(source).Parse(new LineParser()).Output(output));
        await using Pipeline stopped = Create(collector, first);
        await using Pipeline restarted = Create(new ListCollector(), second);

        await stopped.RunAsync(stop.Token);
        Assert.Empty(collector.Settled);
        await restarted.RunAsync(CancellationToken.None);

        Assert.NotEmpty(first.Events);
        Assert.NotEmpty(second.Events);
        Assert.Equal(Lines.Numbers(20_000), (string[])[.. first.Lines, .. second.Lines]);
    }

    [Fact]
    public async Task Collectors_run_again_until_a_stop()
    {
        using var stop = new CancellationTokenSource();
        var output = new ListOutput();
        var time = new InstantTime();
        int rounds = 0;
        var collector = new ListCollector("a")
        {
            OnYield = _ =>
            {
                // What an earlier round sent is settled by now.
                Assert.Equal(rounds, output.Events.Count);
                if (++rounds == 3)
                    stop.Cancel();
            },
        };
        var options = new PipelineOptions { Services = new BotServices { Time = time }, CollectInterval = TimeSpan.FromMinutes(5) };
        await using Pipeline pipeline = Pipeline.Create(options, p => p.Collect(collector).Parse(new LineParser()).Output(output));

        PipelineResult result = await pipeline.RunAsync(stop.Token);

        Assert.True(result.WasStopped);
        Assert.Equal(3, rounds);
        Assert.Equal(2, time.Waits.Count(static wait => wait == TimeSpan.FromMinutes(5)));
    }

}

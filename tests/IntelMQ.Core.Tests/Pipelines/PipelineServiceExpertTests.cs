using IntelMQ.Bots;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class PipelineServiceExpertTests
{
    private readonly InstantTime _time = new();

    [Fact]
    public async Task Several_events_are_in_work_at_once_and_leave_in_order()
    {
        // The first two wait for each other; the first answers last.
        var firstMayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int inWork = 0;
        int most = 0;
        var expert = new FunctionAsyncExpert(async (message, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inWork));
            string line = message["extra.line"].ToString();
            if (line == "line 0")
                await firstMayEnd.Task;
            if (line == "line 19")
                firstMayEnd.SetResult();
            Interlocked.Decrement(ref inWork);
            return line == "line 7" ? Verdict.Drop : Verdict.Keep;
        })
        { Limit = 2 };
        var output = new ListOutput();
        await using Pipeline pipeline = Create(p => p.Collect(new ListCollector(Lines.Of(20))).Parse(new LineParser()).Expert(expert).Output(output));

        await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(Lines.Numbers(20).Where(static line => line != "line 7"), output.Lines);
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Others_are_received_and_begun_while_the_oldest_waits()
    {
        // The first of a batch is answered only when one of the next batch is in work.
        var nextBatch = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var expert = new FunctionAsyncExpert(async (message, _) =>
        {
            string line = message["extra.line"].ToString();
            if (line == "line 4")
                nextBatch.SetResult();
            if (line == "line 0")
                await nextBatch.Task;
            return Verdict.Keep;
        })
        { Limit = 3 };
        var output = new ListOutput();
        var options = new PipelineOptions { Services = new BotServices { Time = _time }, BatchSize = 2 };
        await using Pipeline pipeline = Pipeline.Create(options, p => p.Collect(new ListCollector(Lines.Of(9))).Parse(new LineParser()).Expert(expert).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.True(result.IsComplete);
        Assert.Equal(Lines.Numbers(9), output.Lines);
    }

    [Fact]
    public async Task What_is_in_work_at_a_stop_that_lasts_too_long_is_given_back()
    {
        using var stop = new CancellationTokenSource();
        var expert = new FunctionAsyncExpert(async (message, cancellationToken) =>
        {
            if (message["extra.line"].ToString() == "line 1")
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return Verdict.Keep;
        });
        var collector = new ListCollector(Lines.Of(3));
        var output = new ListOutput();
        await using Pipeline pipeline = Create(p => p.Collect(collector).Parse(new LineParser()).Expert(expert, new BotSetup { Id = "expert" }).Output(output));

        PipelineResult result = await pipeline.RunAsync(stop.Token);

        Assert.Equal((1, 0L), (result.Unsettled, result.Counters.Failed));
        Assert.Empty(collector.Settled);
        Assert.DoesNotContain("line 1", output.Lines);
    }

    [Fact]
    public async Task An_error_of_the_service_is_tried_again_and_then_kept()
    {
        int calls = 0;
        var expert = new FunctionAsyncExpert((message, _) =>
        {
            message.Set("extra.half", "done").ThrowIfRefused();
            return message["extra.line"].ToString() switch
            {
                "a" when ++calls < 3 => throw new TimeoutException("Slow."),
                "b" => throw new IOException("Gone."),
                "c" => throw new InvalidOperationException("Broken."),
                _ => new ValueTask<Verdict>(Verdict.Keep),
            };
        });
        var output = new ListOutput();
        await using Pipeline pipeline = Create(p => p.Collect(new ListCollector("a\nb\nc\nd")).Parse(new LineParser()).Expert(expert, new BotSetup { Id = "expert" }).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(["a", "d"], output.Lines);
        Assert.Equal((2L, 5L), (result.Counters.Bots["expert"].Failed, result.Counters.Bots["expert"].Retries));
        await foreach (IntelMQ.Failures.StoredFailure kept in pipeline.Failures.ReadAsync(default))
            Assert.True(kept.Failure.Message["extra.half"].IsMissing);
    }

    [Fact]
    public async Task A_bulk_expert_gets_batches_and_its_errors_are_single()
    {
        var sizes = new List<int>();
        bool wasDown = false;
        var expert = new FunctionBatchExpert(batch =>
        {
            sizes.Add(batch.Count);
            foreach (BatchItem item in batch)
            {
                string line = item.Event["extra.line"].ToString();
                if (line == "line 1")
                    item.Verdict = Verdict.Drop;
                else if (line == "line 2")
                    item.Error = new InvalidOperationException("No such key.");
                else if (line == "line 4" && !wasDown)
                    (wasDown, item.Error) = (true, new IOException("Gone."));
            }
        });
        var output = new ListOutput();
        await using Pipeline pipeline = Create(p => p.Collect(new ListCollector(Lines.Of(7))).Parse(new LineParser()).Expert(expert, new BotSetup { Id = "expert" }).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(["line 0", "line 3", "line 4", "line 5", "line 6"], output.Lines);
        Assert.Equal([3, 3, 1, 1], sizes);
        Assert.Equal((1L, 1L, 1L), (result.Counters.Bots["expert"].Failed, result.Counters.Bots["expert"].Dropped, result.Counters.Bots["expert"].Retries));
    }

    [Fact]
    public async Task Synchronous_experts_run_on_behind_one_that_waits()
    {
        var output = new ListOutput();
        await using Pipeline pipeline = Create(p => p.Collect(new ListCollector("a")).Parse(new LineParser())
            .Expert(new FunctionAsyncExpert(static (_, _) => new ValueTask<Verdict>(Verdict.Keep)), new BotSetup { Id = "waits" })
            .Expert(new FunctionExpert(static _ => Verdict.Keep)).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Single(output.Events);
        Assert.Equal(["line-parser-queue", "waits-queue", "list-output-queue"], result.Counters.QueueDepths.Keys);
    }

    private Pipeline Create(Action<PipelineBuilder> build) => Pipeline.Create(new PipelineOptions { Services = new BotServices { Time = _time } }, build);
}

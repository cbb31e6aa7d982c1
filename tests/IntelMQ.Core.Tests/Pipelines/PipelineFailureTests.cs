using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed partial class PipelineFailureTests : IDisposable
{
    private readonly InstantTime _time = new();
    private readonly ListLog _log = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_that_an_output_refuses_does_not_cost_the_others(bool isTransient)
    {
        var output = new ListOutput
        {
            Before = (batch, _) => batch.Any(static message => message["extra.line"].ToString() is "line 17" or "line 18" or "line 90")
                ? throw (isTransient ? new IOException("Refused.") : new InvalidOperationException("Refused."))
                : ValueTask.CompletedTask,
        };
        await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Services = new BotServices { Time = new InstantTime() } },
            p => p.Collect(new ListCollector(Lines.Of(100))).Parse(new LineParser()).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.True(result.IsComplete);
        Assert.Equal((97, 3L), (output.Events.Count, result.Counters.Failed));
    }

    [Fact]
    public async Task An_output_that_is_down_is_not_asked_for_every_event()
    {
        int calls = 0;
        var output = new ListOutput { Before = (_, _) => { calls++; throw new IOException("Down."); } };
        await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Services = new BotServices { Time = new InstantTime() }, BatchSize = 1000 },
            p => p.Collect(new ListCollector(Lines.Of(1000))).Parse(new LineParser()).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(1000, result.Counters.Failed);
        Assert.InRange(calls, 4, 100);
    }

    [Fact]
    public async Task An_output_that_recovers_stores_every_event_once()
    {
        int calls = 0;
        var output = new ListOutput { Before = (_, _) => ++calls <= 2 ? throw new IOException("Gone.") : ValueTask.CompletedTask };
        await using Pipeline pipeline = Create(p => p.Collect(new ListCollector(Lines.Of(10))).Parse(new LineParser()).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(Lines.Numbers(10), output.Lines);
        Assert.Equal(2, result.Counters.Bots["list-output"].Retries);
        Assert.Equal(0, result.Counters.Failed);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], _time.Waits);
    }

    [Fact]
    public async Task An_output_that_keeps_failing_keeps_its_events_and_a_replay_stores_them()
    {
        bool isDown = true;
        var collector = new ListCollector(Lines.Of(10));
        var output = new ListOutput { Before = (_, _) => isDown ? throw new HttpRequestException("Gone.") : ValueTask.CompletedTask };
        var errors = new ListOutput();
        await using Pipeline pipeline = Create(p =>
            p.Collect(collector).Parse(new LineParser()).Output(output, new BotSetup { Id = "sink" }).OnError(path => path.Output(errors)));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);
        Assert.Equal((10L, 3L), (result.Counters.Bots["sink"].Failed, result.Counters.Bots["sink"].Retries));
        Assert.Equal([0], collector.Settled);
        Assert.Equal(Lines.Numbers(10), errors.Lines);
        Assert.Empty(output.Events);

        isDown = false;
        ReplayResult replay = await pipeline.ReplayAsync(CancellationToken.None);

        Assert.Equal(new ReplayResult(10, 0), replay);
        Assert.Equal(Lines.Numbers(10), output.Lines);
        Assert.Equal(0, ((MemoryFailureStore)pipeline.Failures).Count);
    }

    [Fact]
    public async Task A_defect_of_an_output_is_not_tried_again()
    {
        var output = new ListOutput { Before = static (_, _) => throw new InvalidOperationException("Broken.") };
        await using Pipeline pipeline = Create(p => p.Collect(new ListCollector("a")).Parse(new LineParser()).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal((1L, 0L), (result.Counters.Bots["list-output"].Failed, result.Counters.Bots["list-output"].Retries));
    }

    [Fact]
    public async Task A_replay_enters_at_the_bot_that_failed_and_keeps_what_fails_again()
    {
        string poison = "b";
        int first = 0;
        var output = new ListOutput();
        await using Pipeline pipeline = Create(p => p.Collect(new ListCollector("a\nb\nbad c\nd")).Parse(new LineParser())
            .Expert(new FunctionExpert(_ => { first++; return Verdict.Keep; }))
            .Expert(new FunctionExpert(message => message["extra.line"].ToString() == poison ? throw new InvalidOperationException("Poison.") : Verdict.Keep), new BotSetup { Id = "second" })
            .Output(output));
        await pipeline.RunAsync(CancellationToken.None);
        Assert.Equal(3, first);
        poison = "none";

        ReplayResult replay = await pipeline.ReplayAsync(CancellationToken.None);

        // The event went to the second expert only; the bad line to the parser, which refused it again.
        Assert.Equal(2, replay.Replayed);
        Assert.Equal(3, first);
        Assert.Equal(["a", "d", "b"], output.Lines);
        Assert.Equal(1, ((MemoryFailureStore)pipeline.Failures).Count);
    }

    [Fact]
    public async Task A_replay_joins_a_run()
    {
        var store = new MemoryFailureStore();
        var message = new Event();
        message.Set("extra.line", "again").ThrowIfRefused();
        await store.AddAsync([new Failure(message, "Failed.") { BotId = "sink" }, new Failure(message, "Failed.") { BotId = "elsewhere" }], default);
        var started = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var output = new ListOutput { Before = async (batch, _) => { if (batch[0]["extra.line"].ToString() == "a") { started.SetResult(); await goOn.Task; } } };
        var options = new PipelineOptions { Failures = store, BatchSize = 1 };
        await using Pipeline pipeline = Pipeline.Create(options, p => p.Collect(new EndlessCollector()).Parse(new LineParser()).Output(output, new BotSetup { Id = "sink" }));
        using var stop = new CancellationTokenSource();
        Task<PipelineResult> run = pipeline.RunAsync(stop.Token);
        await started.Task;

        Task<ReplayResult> replay = pipeline.ReplayAsync(CancellationToken.None);
        goOn.SetResult();

        Assert.Equal(new ReplayResult(1, 1), await replay);
        await stop.CancelAsync();
        await run;
        Assert.Equal(["a", "again"], output.Lines);
        Assert.Equal(1, store.Count);
    }

    [Fact]
    public async Task Most_of_a_report_failing_is_one_error()
    {
        await using Pipeline pipeline = Create(p => p.Collect(new ListCollector($"good\n{Lines.Of(3000, "bad ")}", Lines.Of(100, "bad "))).Parse(new LineParser()).Output(new ListOutput()));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(3100, result.Counters.Failed);
        string error = Assert.Single(_log.Lines, static line => line.Level >= LogLevel.Error).Text;
        Assert.Contains("3000 of 3001", error, StringComparison.Ordinal);
        Assert.Contains("Example Feed", error, StringComparison.Ordinal);
        Assert.Contains("line 2: The line is bad.", error, StringComparison.Ordinal);
        Assert.Single(_log.Lines, static line => line.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task An_expert_that_always_fails_does_not_fill_the_log()
    {
        await using Pipeline pipeline = Create(p => p.Collect(new ListCollector(Lines.Of(5000))).Parse(new LineParser())
            .Expert(new FunctionExpert(static _ => throw new InvalidOperationException("Broken."))).Output(new ListOutput()));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(5000, result.Counters.Failed);
        Assert.InRange(_log.Lines.Count(static line => line.Level == LogLevel.Error), 1, 5);
    }

    [Fact]
    public async Task A_collector_is_tried_again_after_what_it_sent_is_settled()
    {
        var collector = new ListCollector("a", "b") { FailsOnce = new IOException("Cut off."), Forgets = true };
        var output = new ListOutput();
        await using Pipeline pipeline = Create(p => p.Collect(collector).Parse(new LineParser()).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.True(result.IsComplete);
        Assert.Equal(["a", "b"], output.Lines);
        Assert.Equal(1, result.Counters.Bots["list-collector"].Retries);
    }

    [Fact]
    public async Task A_collector_that_breaks_does_not_stop_the_others()
    {
        var output = new ListOutput();
        await using Pipeline pipeline = Create(p =>
        {
            PipelineNode sink = p.Collect(new ListCollector("a") { FailsOnce = new InvalidOperationException("Broken.") }, new BotSetup { Id = "broken" }).Parse(new LineParser()).Output(output);
            p.Collect(new ListCollector("b")).Parse(new LineParser()).ConnectTo(sink);
        });

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(["a", "b"], output.Lines.Order());
        Assert.Equal(["broken"], result.CollectorErrors.Keys);
        Assert.False(result.IsComplete);
    }

    public void Dispose() => _log.Dispose();

    private Pipeline Create(Action<PipelineBuilder> build)
        => Pipeline.Create(new PipelineOptions { Services = new BotServices { Time = _time, Logs = _log } }, build);

    /// <summary>Lets one event of each line pass.</summary>
}

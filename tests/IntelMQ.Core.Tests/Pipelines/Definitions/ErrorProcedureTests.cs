using IntelMQ.Bots;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines.Definitions;

#pragma warning disable CA1001 // Let go of in DisposeAsync.
public sealed class ErrorProcedureTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ListOutput _output = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _output.DisposeAsync().AsTask();

    [Fact]
    public async Task A_bot_that_is_to_stop_leaves_what_comes_after_its_failure()
    {
        await using Pipeline pipeline = Create(""", "error_procedure": "stop" """, 5, "line 2");
        using var stop = new CancellationTokenSource();
        Task<PipelineResult> run = pipeline.RunAsync(stop.Token);
        await WhenAsync(pipeline, static status => status.Bots.Any(static bot => bot is { Id: "expert", Activity: BotActivity.Stopped }));

        PipelineStatus status = await pipeline.Control.GetStatusAsync();
        Assert.Equal(BotActivity.Running, status.Bots.Single(static bot => bot.Id == "output").Activity);
        await WhenAsync(pipeline, _ => _output.Lines.Length == 2);
        Assert.Equal(["line 0", "line 1"], _output.Lines);
        Assert.Equal(1, await pipeline.Failures.ReadAsync(default).CountAsync());
        await WhenAsync(pipeline, static status => status.Bots.Single(static bot => bot.Id == "expert").Queue is { Count: 2 });

        await pipeline.Control.StartAsync(BotSelection.Bot("expert"));
        await WhenAsync(pipeline, _ => _output.Lines.Length == 4);
        Assert.Equal(["line 0", "line 1", "line 3", "line 4"], _output.Lines);
        await stop.CancelAsync();
        await run.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_collector_that_is_to_stop_takes_no_further_turn()
    {
        var collector = new BrokenCollector();
        PipelineDefinition definition = DefinitionSamples.Read("""
            {
                "collector": {"module": "sample.collector", "parameters": {"rate_limit": 0.001, "error_procedure": "stop", "error_max_retries": 0, "destination_queues": ["parser-queue"]} },
                "parser": {"module": "sample.parser", "parameters": {"destination_queues": ["output-queue"]} },
                "output": {"module": "sample.output"}
            }
            """);
        await using Pipeline pipeline = Pipeline.Create(definition, Known(() => collector, ""), new PipelineOptions { StaysOpen = true });
        using var stop = new CancellationTokenSource();
        Task<PipelineResult> run = pipeline.RunAsync(stop.Token);
        await WhenAsync(pipeline, static status => status.Bots.Any(static bot => bot is { Id: "collector", Activity: BotActivity.Stopped }));
        Assert.Equal(1, collector.Turns);
        await stop.CancelAsync();
        await run.WaitAsync(Patience);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "error_procedure": "pass" """)]
    public async Task Others_go_on(string procedure)
    {
        await using Pipeline pipeline = Create(procedure, 5, "line 2");
        using var stop = new CancellationTokenSource();
        Task<PipelineResult> run = pipeline.RunAsync(stop.Token);
        await WhenAsync(pipeline, _ => _output.Lines.Length == 4);
        Assert.All((await pipeline.Control.GetStatusAsync()).Bots, static bot => Assert.Equal(BotActivity.Running, bot.Activity));
        await stop.CancelAsync();
        await run.WaitAsync(Patience);
    }

    private Pipeline Create(string procedure, int lines, string refused)
    {
        PipelineDefinition definition = DefinitionSamples.Read($$"""
            {
                "collector": {"module": "sample.collector", "parameters": {"destination_queues": ["parser-queue"]} },
                "parser": {"module": "sample.parser", "parameters": {"destination_queues": ["expert-queue"]} },
                "expert": {"module": "sample.expert", "parameters": {"destination_queues": ["output-queue"] {{procedure}} } },
                "output": {"module": "sample.output"}
            }
            """);
        return Pipeline.Create(definition, Known(() => new ListCollector([Lines.Of(lines)]), refused), new PipelineOptions { StaysOpen = true });
    }

    private BotDescriptor[] Known(Func<Collector> collector, string refused) =>
    [
        Describe("sample.collector", BotKind.Collector, collector),
        Describe("sample.parser", BotKind.Parser, static () => new LineParser()),
        Describe("sample.expert", BotKind.Expert, () => new FunctionExpert(message => message["extra.line"].ToString() == refused ? throw new InvalidOperationException("refused") : Verdict.Keep)),
        Describe("sample.output", BotKind.Output, () => _output),
    ];

    private static async Task WhenAsync(Pipeline pipeline, Func<PipelineStatus, bool> condition)
    {
        using var time = new CancellationTokenSource(Patience);
        while (!condition(await pipeline.Control.GetStatusAsync(time.Token)))
            await Task.Delay(5, time.Token);
    }

    private static BotDescriptor Describe<TBot>(string module, BotKind kind, Func<TBot> factory)
        where TBot : Bot
        => BotDescriptor.For<TBot, NoOptions>(module, kind, "", (_, _) => factory());

    private sealed class BrokenCollector() : Collector(new CollectorOptions { Name = "Example Feed" })
    {
        private int _turns;

        public int Turns => Volatile.Read(ref _turns);

        public override async IAsyncEnumerable<CollectedReport> CollectAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _turns);
            await Task.Yield();
            throw new InvalidOperationException("The source is broken.");
#pragma warning disable CS0162 // What makes the method an iterator.
            yield break;
#pragma warning restore CS0162
        }
    }
}

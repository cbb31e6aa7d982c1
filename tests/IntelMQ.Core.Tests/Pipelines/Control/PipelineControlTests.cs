using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Pipelines.Control;

#pragma warning disable CA1001 // Let go of in DisposeAsync.
public sealed class PipelineControlTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly QueueName OutputQueue = new("output-queue");

    private readonly ListOutput _output = new();
    private readonly CancellationTokenSource _stop = new();
    private Pipeline _pipeline = null!;
    private Task<PipelineResult> _running = null!;

    public Task InitializeAsync()
    {
        PipelineDefinition definition = new()
        {
            Bots =
            [
                Bot("collector", "sample.collector", "parser"),
                Bot("parser", "sample.parser", "expert"),
                Bot("expert", "sample.expert", "output"),
                Bot("output", "sample.output"),
            ],
        };
        BotDescriptor[] bots =
        [
            Describe("sample.collector", BotKind.Collector, static () => new ListCollector(Lines.Of(3))),
            Describe("sample.parser", BotKind.Parser, static () => new LineParser()),
            Describe("sample.expert", BotKind.Expert, static () => new FunctionExpert(static message =>
            {
                if (message["extra.line"].ToString() == "breaks")
                    throw new IOException("The table is gone.");
                message.Set("extra.seen", "yes").ThrowIfRefused();
                return Verdict.Keep;
            })),
            Describe("sample.output", BotKind.Output, () => _output),
        ];
        _pipeline = Pipeline.Create(definition, bots, new PipelineOptions { StaysOpen = true });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Patience);
        await _pipeline.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_bot_that_is_stopped_before_the_run_keeps_what_is_sent_to_it_and_has_it_once_it_is_started()
    {
        await _pipeline.Control.StopAsync(BotSelection.Bot("output"));
        Start();
        await UntilAsync(async () => (await StatusOfAsync("output")).Queue?.Waiting == 3);
        Assert.Equal(BotActivity.Stopped, (await StatusOfAsync("output")).Activity);
        Assert.Empty(_output.Events);

        await _pipeline.Control.StartAsync(BotSelection.Bot("output"));

        await UntilAsync(() => new(_output.Events.Count == 3));
        Assert.Equal(BotActivity.Running, (await StatusOfAsync("output")).Activity);
    }

    [Fact]
    public async Task A_chain_comes_apart_where_one_of_it_is_stopped_and_joins_again_when_its_queue_is_empty()
    {
        Start();
        await UntilAsync(() => new(_output.Events.Count == 3));
        Assert.Equal("parser", (await StatusOfAsync("expert")).RunsWith);
        await _pipeline.Control.StopAsync(BotSelection.Group(BotKind.Expert));
        await _pipeline.Control.PutAsync(new QueueName("expert-queue"), Text("put"));
        Assert.Equal("expert", (await StatusOfAsync("expert")).RunsWith);

        await _pipeline.Control.StartAsync(BotSelection.All);

        await UntilAsync(() => new(_output.Lines.Contains("put")));
        await UntilAsync(async () => (await StatusOfAsync("expert")).RunsWith == "parser");
    }

    [Fact]
    public async Task Somebody_may_look_into_a_queue_take_from_it_put_into_it_and_clear_it()
    {
        await _pipeline.Control.StopAsync(BotSelection.Bot("output"));
        Start();
        await UntilAsync(async () => (await StatusOfAsync("output")).Queue?.Waiting == 3);

        Assert.Equal("line 0", Assert.Single(await _pipeline.Control.PeekAsync(OutputQueue, 1)).Message!["extra.line"].ToString());
        Assert.Equal("line 0", (await _pipeline.Control.TakeAsync(OutputQueue))!["extra.line"].ToString());
        await _pipeline.Control.PutAsync(OutputQueue, Text("put"));
        Assert.Equal(3, (await StatusOfAsync("output")).Queue?.Waiting);
        Assert.Equal(3, await _pipeline.Control.ClearAsync(OutputQueue));
        Assert.Null(await _pipeline.Control.TakeAsync(OutputQueue));
        Assert.Equal(0, _pipeline.Counters.QueueDepths[OutputQueue.Value]);
    }

    [Fact]
    public async Task What_is_put_into_the_queue_of_a_bot_in_anothers_thread_reaches_it()
    {
        Start();
        await UntilAsync(() => new(_output.Events.Count == 3));
        Assert.Equal("parser", (await StatusOfAsync("expert")).RunsWith);

        await _pipeline.Control.PutAsync(new QueueName("expert-queue"), Text("put"));

        await UntilAsync(() => new(_output.Lines.Contains("put")));
        await UntilAsync(async () => (await StatusOfAsync("expert")).RunsWith == "parser");
        Assert.Equal(4, _output.Events.Count);
    }

    [Fact]
    public async Task A_message_is_tried_without_being_sent()
    {
        Start();
        await UntilAsync(() => new(_output.Events.Count == 3));

        BotTrial trial = await _pipeline.Control.TryAsync("expert", Text("tried"));
        BotTrial failed = await _pipeline.Control.TryAsync("expert", Text("breaks"));
        BotTrial parsed = await _pipeline.Control.TryAsync("parser", new Report("good\nbad"u8.ToArray(), Schema.Default));

        (string path, Message message) = Assert.Single(trial.Sent);
        Assert.Equal((BotPath.Default, "yes"), (path, message["extra.seen"].ToString()));
        Assert.Contains("The table is gone.", Assert.Single(failed.Failures).Reason, StringComparison.Ordinal);
        Assert.Single(parsed.Sent);
        Assert.Single(parsed.Failures);
        Assert.Equal(3, _output.Events.Count);
        await Assert.ThrowsAsync<ArgumentException>(() => _pipeline.Control.TryAsync("output", Text("tried")));
    }

    [Fact]
    public async Task Another_definition_is_refused_whole_or_taken_over()
    {
        Start();
        await UntilAsync(() => new(_output.Events.Count == 3));
        PipelineDefinition before = _pipeline.Definition;
        PipelineDefinition wrong = before with { Bots = [.. before.Bots.Select(static bot => bot.Id == "expert" ? bot with { Module = "sample.missing" } : bot)] };
        PipelineDefinition right = before with { Bots = [.. before.Bots.Where(static bot => bot.Id != "expert").Select(static bot => bot.Id == "parser" ? Bot("parser", bot.Module, "output") : bot)] };

        await Assert.ThrowsAsync<PipelineConfigurationException>(() => _pipeline.Control.ApplyAsync(wrong));
        Assert.Same(before, _pipeline.Control.Definition);
        DefinitionDiff diff = await _pipeline.Control.ApplyAsync(right);

        Assert.Equal("expert", Assert.Single(diff.Removed).Id);
        await _pipeline.Control.PutAsync(new QueueName("parser-queue"), new Report("later"u8.ToArray(), Schema.Default));
        await UntilAsync(() => new(_output.Lines.Contains("later")));
        Assert.False(_output.Events[^1].Contains("extra.seen"));
        await Assert.ThrowsAsync<ArgumentException>(() => _pipeline.Control.StopAsync(BotSelection.Bot("expert")));
    }

    private static Event Text(string line)
    {
        var message = new Event();
        message.Set("extra.line", line).ThrowIfRefused();
        return message;
    }

    private static BotDefinition Bot(string id, string module, params string[] receivers)
        => new() { Id = id, Module = module, Destinations = [.. receivers.Select(static receiver => new BotDestination(BotPath.Default, receiver))] };

    private static BotDescriptor Describe<TBot>(string module, BotKind kind, Func<TBot> create)
        where TBot : Bot
        => BotDescriptor.For<TBot, NoOptions>(module, kind, "A sample.", (_, _) => create());

    private static async Task UntilAsync(Func<ValueTask<bool>> holds)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, "It does not come true.");
            await Task.Delay(5);
        }
    }

    private void Start() => _running = _pipeline.RunAsync(_stop.Token);

    private async Task<BotStatus> StatusOfAsync(string id) => (await _pipeline.Control.GetStatusAsync()).Bots.Single(bot => bot.Id == id);
}

using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Pipelines.Definitions;

#pragma warning disable CA1001 // The pipelines dispose of the output.
public sealed class ForeignBotsTests
#pragma warning restore CA1001
{
    private const string Json = """
        {
          "bots": {
            "collector": {"module": "sample.collector", "destinations": "parser"},
            "parser": {"module": "sample.parser", "destinations": ["expert", "elsewhere"]},
            "expert": {"module": "sample.expert", "destinations": "output"},
            "output": {"module": "sample.output"},
            "elsewhere": {"foreign": true, "group": "expert", "source_queue": "python-queue", "destinations": ["expert"]}
          }
        }
        """;

    private readonly ListOutput _output = new();

    private BotDescriptor[] Bots =>
    [
        Describe<ListCollector>("sample.collector", BotKind.Collector, static () => new ListCollector("a\nb")),
        Describe<LineParser>("sample.parser", BotKind.Parser, static () => new LineParser()),
        Describe<FunctionExpert>("sample.expert", BotKind.Expert, static () => new FunctionExpert(static message =>
        {
            message.Set("extra.seen", "yes").ThrowIfRefused();
            return Verdict.Keep;
        })),
        Describe<ListOutput>("sample.output", BotKind.Output, () => _output),
    ];

    [Fact]
    public async Task What_is_sent_elsewhere_waits_in_its_queue_as_it_was_sent()
    {
        await using OddBroker broker = NewBroker();
        PipelineDefinition definition = DefinitionSamples.Read(Json.Replace(", \"destinations\": [\"expert\"]", "", StringComparison.Ordinal));
        await using Pipeline pipeline = Pipeline.Create(definition, Bots, new PipelineOptions { Broker = broker });
        await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(["a", "b"], _output.Lines);
        IReadOnlyList<Delivery> waiting = await broker.PeekAsync(new QueueName("python-queue"), 10, CancellationToken.None);
        Assert.Equal(2, waiting.Count);
        Assert.Equal(2, pipeline.Counters.QueueDepths["python-queue"]);
        Assert.DoesNotContain("elsewhere", pipeline.Counters.Bots.Keys);
    }

    [Fact]
    public async Task What_waits_elsewhere_does_not_stop_the_others()
    {
        await using OddBroker broker = NewBroker();
        PipelineDefinition definition = DefinitionSamples.Read(Json.Replace(", \"destinations\": [\"expert\"]", "", StringComparison.Ordinal)) with { QueueCapacity = 1, BatchSize = 1 };
        BotDescriptor[] bots = [Describe<ListCollector>("sample.collector", BotKind.Collector, static () => new ListCollector(Lines.Of(50))), .. Bots[1..]];
        await using Pipeline pipeline = Pipeline.Create(definition, bots, new PipelineOptions { Broker = broker });
        await pipeline.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(50, _output.Lines.Length);
        Assert.Equal(50, (await broker.GetStatusAsync(new QueueName("python-queue"), CancellationToken.None)).Count);
    }

    [Fact]
    public async Task What_comes_from_elsewhere_is_taken_until_a_stop()
    {
        await using OddBroker broker = NewBroker();
        await using Pipeline pipeline = Pipeline.Create(DefinitionSamples.Read(Json), Bots, new PipelineOptions { Broker = broker });
        using var stop = new CancellationTokenSource();
        Task<PipelineResult> run = pipeline.RunAsync(stop.Token);
        await WaitForAsync(2);
        await WriteAsync(broker, "expert-queue", "from elsewhere");
        await WaitForAsync(3);
        Assert.False(run.IsCompleted);
        await stop.CancelAsync();
        PipelineResult result = await run.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(result.WasStopped);
        Assert.Equal(["a", "b", "from elsewhere"], _output.Lines);
        Assert.All(_output.Events, static message => Assert.Equal("yes", message["extra.seen"].ToString()));
    }

    [Fact]
    public async Task A_bot_may_have_no_sender_here_at_all()
    {
        await using OddBroker broker = NewBroker();
        PipelineDefinition definition = DefinitionSamples.Read(Json).OnlyHere(["expert", "output"]);
        Assert.Equal(["collector", "parser", "elsewhere"], definition.Bots.Where(static bot => bot.IsForeign).Select(static bot => bot.Id));
        await using Pipeline pipeline = Pipeline.Create(definition, Bots, new PipelineOptions { Broker = broker });
        using var stop = new CancellationTokenSource();
        Task run = pipeline.RunAsync(stop.Token);
        await WaitForAsync(0);
        await WriteAsync(broker, "expert-queue", "first");
        await WaitForAsync(1);
        await stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["first"], _output.Lines);
    }

    [Fact]
    public async Task A_disabled_bot_keeps_its_queue()
    {
        await using OddBroker broker = NewBroker();
        PipelineDefinition definition = DefinitionSamples.Read(Json.Replace("\"foreign\": true, ", "\"enabled\": false, \"module\": \"sample.expert\", ", StringComparison.Ordinal));
        await using (Pipeline pipeline = Pipeline.Create(definition, Bots, new PipelineOptions { Broker = broker }))
            await pipeline.RunAsync(CancellationToken.None);
        Assert.Equal(["a", "b"], _output.Lines);

        PipelineDefinition enabled = definition with { Bots = [.. definition.Bots.Select(static bot => bot with { IsEnabled = bot.Id != "collector" })] };
        await using Pipeline second = Pipeline.Create(enabled, Bots, new PipelineOptions { Broker = broker });
        await second.RunAsync(CancellationToken.None);
        Assert.Equal(["a", "b", "a", "b"], _output.Lines);
    }

    [Fact]
    public async Task A_queue_that_other_processes_do_not_see_is_none_to_send_elsewhere_by()
    {
        await using var broker = new OddBroker(new MemoryBroker(new MemoryFailureStore())) { Extra = BrokerTraits.Durable };
        IReadOnlyList<PipelineComplaint> complaints = await DefinitionSamples.Read(Json).CheckAsync(Bots, new PipelineOptions { Broker = broker });
        Assert.Equal("runs elsewhere, but other processes do not see the queues of this broker: set one that both use.", Assert.Single(complaints).Message);
    }

    private static OddBroker NewBroker() => new(new MemoryBroker(new MemoryFailureStore())) { Extra = BrokerTraits.Durable | BrokerTraits.Shared };

    private static async Task WriteAsync(OddBroker broker, string queue, string line)
    {
        var message = new Event(Schema.Default);
        message.Set("extra.line", line).ThrowIfRefused();
        var batch = new OutgoingBatch(new QueueName(queue));
        batch.List.Add(new Outgoing(message));
        await using IQueueWriter writer = await broker.OpenWriterAsync(CancellationToken.None);
        await writer.CommitAsync(new UnitOfWork { Outputs = [batch] }, CancellationToken.None);
    }

    private async Task WaitForAsync(int events)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        do
            await Task.Delay(20, limit.Token);
        while (_output.Events.Count < events);
    }

    private static BotDescriptor Describe<TBot>(string module, BotKind kind, Func<TBot> create)
        where TBot : Bot
        => BotDescriptor.For<TBot, NoOptions>(module, kind, "A sample.", (_, _) => create());
}

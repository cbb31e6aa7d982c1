using IntelMQ.Bots;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines.Definitions;

public sealed class LoadBalanceTests
{
    private readonly ListOutput[] _outputs = [new(), new(), new()];

    [Theory]
    [InlineData("parser")]
    [InlineData("expert")]
    public async Task Receivers_of_a_path_take_turns(string balanced)
    {
        string queues = "\"load_balance\": true, \"destination_queues\": [\"first-queue\", \"second-queue\", \"third-queue\"]";
        await RunAsync($$"""
            "collector": {"module": "sample.collector", "parameters": {"destination_queues": ["parser-queue"]} },
            "parser": {"module": "sample.parser", "parameters": { {{(balanced == "parser" ? queues : "\"destination_queues\": [\"expert-queue\"]")}} } }
            """ + (balanced == "parser" ? "" : $$""", "expert": {"module": "sample.expert", "parameters": { {{queues}} } } """));
        Assert.Equal(["line 0", "line 3", "line 6", "line 9"], _outputs[0].Lines);
        Assert.Equal(["line 1", "line 4", "line 7"], _outputs[1].Lines);
        Assert.Equal(["line 2", "line 5", "line 8"], _outputs[2].Lines);
    }

    [Fact]
    public async Task Reports_go_to_parsers_in_turn()
    {
        await RunAsync("""
            "collector": {"module": "sample.collector", "parameters": {"load_balance": true, "destination_queues": ["parser-queue", "other-queue"]} },
            "parser": {"module": "sample.parser", "parameters": {"destination_queues": ["first-queue"]} },
            "other": {"module": "sample.parser", "parameters": {"destination_queues": ["second-queue", "third-queue"]} }
            """, Lines.Of(2, "one "), Lines.Of(2, "two "), Lines.Of(2, "three "));
        Assert.Equal(["one 0", "one 1", "three 0", "three 1"], _outputs[0].Lines);
        Assert.Equal(["two 0", "two 1"], _outputs[1].Lines);
        Assert.Equal(["two 0", "two 1"], _outputs[2].Lines);
    }

    private async Task RunAsync(string bots, params string[] reports)
    {
        string[] collected = reports.Length == 0 ? [Lines.Of(10)] : reports;
        BotDescriptor[] known =
        [
            Describe("sample.collector", BotKind.Collector, () => new ListCollector(collected)),
            Describe("sample.parser", BotKind.Parser, static () => new LineParser()),
            Describe("sample.expert", BotKind.Expert, static () => new FunctionExpert(static _ => Verdict.Keep)),
            Describe("sample.first", BotKind.Output, () => _outputs[0]),
            Describe("sample.second", BotKind.Output, () => _outputs[1]),
            Describe("sample.third", BotKind.Output, () => _outputs[2]),
        ];
        PipelineDefinition definition = DefinitionSamples.Read($$"""{ {{bots}}, "first": {"module": "sample.first"}, "second": {"module": "sample.second"}, "third": {"module": "sample.third"} }""");
        await using Pipeline pipeline = Pipeline.Create(definition, known, new PipelineOptions());
        PipelineResult result = await pipeline.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(result.IsComplete);
    }

    private static BotDescriptor Describe<TBot>(string module, BotKind kind, Func<TBot> factory)
        where TBot : Bot
        => BotDescriptor.For<TBot, NoOptions>(module, kind, "", (_, _) => factory());
}

using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Pipelines.Definitions;

public sealed class DefinitionCheckTests
{
    private const string Good = """
        "collector": {"module": "intelmq.bots.collectors.sample.collector", "destinations": "parser"},
        "parser": {"module": "intelmq.bots.parsers.sample.parser", "destinations": "expert"},
        "expert": {"module": "sample.expert", "destinations": "output"},
        "output": {"module": "sample.output"}
        """;

    private static BotDescriptor[] Bots =>
    [
        Describe<ListCollector>("intelmq.bots.collectors.sample.collector", BotKind.Collector, static () => new ListCollector("a")),
        Describe<LineParser>("intelmq.bots.parsers.sample.parser", BotKind.Parser, static () => new LineParser()),
        Describe<ListOutput>("sample.output", BotKind.Output, static () => new ListOutput()),
        Describe<FunctionExpert>("sample.single", BotKind.Expert, static () => new FunctionExpert(static _ => Verdict.Keep) { Kind = BotConcurrency.Single }),
        Describe<FunctionExpert>("sample.instance", BotKind.Expert, static () => new FunctionExpert(static _ => Verdict.Keep) { Kind = BotConcurrency.PerInstance }),
        Describe<FunctionExpert>("sample.strict", BotKind.Expert, static () => new FunctionExpert(static _ => Verdict.Keep) { DeclaredPaths = [new BotPath("match", true)] }),
        Describe<FunctionExpert>("sample.broken", BotKind.Expert, static () => throw new InvalidOperationException("Out of order.")),
        BotDescriptor.For<SampleExpert, SampleOptions>("sample.expert", BotKind.Expert, "A sample.", static (options, _) => new SampleExpert(options)),
    ];

    [Fact]
    public async Task A_good_definition_has_no_complaints() => Assert.Empty(await CheckAsync($$"""{"bots": { {{Good}} } }"""));

    [Theory]
    [InlineData("""{"module": "sample.exprt"}""", "x: there is no bot 'sample.exprt'; did you mean 'sample.expert'?")]
    [InlineData("""{"module": "sample.expert", "parameters": {"nummber": 5}}""", "x: there is no parameter 'nummber'; did you mean 'number'?")]
    [InlineData("""{"module": "sample.expert", "parameters": {"number": "five"}}""", "x: number cannot be \"five\": it must be a whole number.")]
    [InlineData("""{"module": "sample.expert", "parameters": {"number": -5}}""", "x: number is -5, but must be at least 0.")]
    [InlineData("""{"module": "sample.expert", "destinations": {"_default": "output", "match": "output"}}""", "x: has no path match; it has _default, other, _on_error.")]
    [InlineData("""{"module": "sample.expert", "destinations": "otput"}""", "x: sends to 'otput', but there is no such bot; did you mean 'output'?")]
    [InlineData("""{"module": "sample.expert"}""", "x: sends to no bot, so what it makes would be lost; connect an output.")]
    [InlineData("""{"module": "sample.strict", "destinations": "output"}""", "x: nothing is connected to its path match.")]
    [InlineData("""{"module": "sample.broken", "destinations": "output"}""", "x: cannot be made: Out of order.")]
    [InlineData("""{"module": "sample.expert", "group": "output", "destinations": "output"}""", "x: sample.expert is of the group Expert, not Output; leave group out, or name another module.")]
    [InlineData("""{"module": "intelmq.bots.parsers.sample.parser", "destinations": "output"}""", "x: takes reports, but parser sends events.")]
    [InlineData("""{"module": "sample.output", "destinations": "output"}""", "x: an output sends nothing on, except along _on_error.")]
    [InlineData("""{"module": "sample.expert", "instances": 0, "destinations": "output"}""", "x: the number of instances and the capacity of the queue must be at least 1, the interval not negative, nor longer than 49 days.")]
    [InlineData("""{"module": "sample.expert", "queue_capacity": 0, "destinations": "output"}""", "x: the number of instances and the capacity of the queue must be at least 1, the interval not negative, nor longer than 49 days.")]
    [InlineData("""{"module": "sample.expert", "collect_interval": "50.00:00:00", "destinations": "output"}""", "x: the number of instances and the capacity of the queue must be at least 1, the interval not negative, nor longer than 49 days.")]
    [InlineData("""{"module": "sample.single", "instances": 2, "destinations": "output"}""", "x: only one instance of a FunctionExpert may run, not 2.")]
    [InlineData("""{"module": "sample.instance", "instances": 2, "is_ordered": true, "partition_by": "source.ip", "destinations": "output"}""", "x: instances either keep the order of all messages or split them by a field, not both.")]
    [InlineData("""{"module": "sample.expert", "partition_by": "source.ipp", "destinations": "output"}""", "x: PartitionBy is 'source.ipp', which is not a field of the schema. Did you mean 'source.ip'?")]
    [InlineData("""{"module": "sample.expert", "retry": {"max_retries": -1}, "destinations": "output"}""", "x: the number of retries is -1, but must not be negative.")]
    [InlineData("""{"module": "sample.expert", "retry": {"factor": 0.5}, "destinations": "output"}""", "x: the pauses between retries must not be negative, nor become shorter.")]
    [InlineData("""{"module": "sample.expert", "run_mode": "scheduled", "collect_interval": "00:01:00", "destinations": "output"}""", "x: a bot that runs when a schedule says so has no interval; leave one out.")]
    [InlineData("""{"module": "sample.expert", "cron": "0 4 * * *", "collect_interval": "00:01:00", "destinations": "output"}""", "x: runs either after an interval or at times of the calendar, not both; leave one out.")]
    [InlineData("""{"module": "sample.expert", "source_queue": "output-queue", "destinations": "output"}""", "x: reads the queue 'output-queue', which output reads too.")]
    [InlineData("""{"module": "sample.expert", "source_queue": "a/b", "destinations": "output"}""", "x: the queue cannot be called 'a/b': its name must be like an id.")]
    [InlineData("""{"destinations": "output"}""", "x: Module is missing: give the bot's module path.")]
    [InlineData("""{"foreign": true, "module": "unknown", "destinations": "output"}""", "x: does not run here, and its module does not tell what it does; say it by group: Collector, Parser, Expert or Output.")]
    [InlineData("""{"foreign": true, "group": "expert"}""", "x: runs elsewhere, but other processes do not see the queues of this broker: set one that both use.")]
    [InlineData("""{"module": "sample.output", "enabled": false}""", "x: is disabled, and what parser sends to it cannot wait, since queues in memory end with the run: take it out of the destinations, or set a broker that keeps queues.")]
    public async Task What_is_wrong_with_a_bot_is_the_only_complaint(string bot, string complaint)
    {
        IReadOnlyList<PipelineComplaint> complaints = await CheckAsync($$"""
            {"bots": { {{Good.Replace("\"destinations\": \"expert\"", "\"destinations\": [\"expert\", \"x\"]", StringComparison.Ordinal)}},
            "x": {{bot}} } }
            """);
        PipelineComplaint only = Assert.Single(complaints);
        Assert.Equal(complaint, only.Bot is null ? only.Message : $"{only.Bot}: {only.Message}");
        Assert.Equal("runtime.json", only.Place!.Source);
        Assert.Equal(5, only.Place.Line);
    }

    [Theory]
    [InlineData("_a")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public async Task An_id_that_is_part_of_other_names_has_a_form(string id)
        => Assert.Contains("an id consists of letters", Assert.Single(await CheckAsync(new PipelineDefinition { Bots = Renamed(id) })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a.b_c-D")]
    [InlineData("1")]
    public async Task Ids_as_IntelMQ_has_them_are_taken(string id) => Assert.Empty(await CheckAsync(new PipelineDefinition { Bots = Renamed(id) }));

    [Fact]
    public async Task The_name_of_the_global_parameters_is_no_id()
        => Assert.StartsWith("no bot can be called so", Assert.Single(await CheckAsync(new PipelineDefinition { Bots = Renamed("global") })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"batch_size\": 0", "The capacity of queues and the size of batches must be at least 1.")]
    [InlineData("\"id\": \"\"", "The pipeline has no id.")]
    [InlineData("\"stop_timeout\": \"-00:00:01\"", "The time-out of a stop and the interval of collectors must not be negative, nor longer than 49 days.")]
    [InlineData("\"retry\": {\"max_retries\": -1}", "The pipeline: the number of retries is -1, but must not be negative.")]
    [InlineData("\"global\": {\"number\": -1}", "number is -1, but must be at least 0.")]
    [InlineData("\"global\": {\"nummber\": 1}", "The pipeline: no bot has a parameter 'nummber'; did you mean 'number'?")]
    [InlineData("\"global\": {\"logging_level\": 1}", "The pipeline: no bot has a parameter 'logging_level'.")]
    public async Task What_is_wrong_with_the_pipeline_itself_is_said(string setting, string message)
        => Assert.Equal(message, Assert.Single(await CheckAsync($$"""{ {{setting}}, "bots": { {{Good}} } }""")).Message);

    [Fact]
    public async Task A_circle_is_said_with_those_in_it()
    {
        IReadOnlyList<PipelineComplaint> complaints = await CheckAsync($$"""
            {"bots": { {{Good.Replace("\"destinations\": \"output\"", "\"destinations\": [\"output\", \"x\"]", StringComparison.Ordinal)}}, "x": {"module": "sample.expert", "destinations": "expert"} } }
            """);
        Assert.Equal("These bots send to each other in a circle, or are behind one: expert, output, x.", Assert.Single(complaints).ToString());
    }

    [Fact]
    public async Task Two_bots_with_one_id_are_said_once_and_nothing_that_follows()
    {
        PipelineDefinition definition = DefinitionSamples.Read($$"""{"bots": { {{Good}}, "output": {"module": "sample.output"} } }""");
        Assert.Equal(["runtime.json, line 4, column 40: output: two bots have this id."], (await definition.CheckAsync(Bots, new PipelineOptions())).Texts());
    }

    [Fact]
    public async Task All_complaints_come_at_once_those_of_the_document_first()
    {
        IReadOnlyList<PipelineComplaint> complaints = await CheckAsync("""
            {"batch_sise": 1, "queue_capacity": 0, "bots": {
              "collector": {"module": "intelmq.bots.collectors.sample.collector", "destinations": ["x", "y"]},
              "x": {"module": "sample.exprt", "instances": "many", "partition_by": "nothing"},
              "y": {"module": "sample.expert", "parameters": {"number": "a", "flag": "b"}}
            } }
            """);
        Assert.Equal(
            [
                "runtime.json, line 1, column 2: The pipeline: there is no setting 'batch_sise'; did you mean 'batch_size'?",
                "runtime.json, line 3, column 48: x: instances cannot be 'many': it must be a whole number.",
                "The capacity of queues and the size of batches must be at least 1.",
                "runtime.json, line 3, column 3: x: PartitionBy is 'nothing', which is not a field of the schema.",
                "runtime.json, line 3, column 3: x: there is no bot 'sample.exprt'; did you mean 'sample.expert'?",
                "runtime.json, line 4, column 51: y: number cannot be \"a\": it must be a whole number.",
                "runtime.json, line 4, column 66: y: flag cannot be \"b\": it must be true or false.",
            ],
            complaints.Texts().Select(static text => text.StartsWith("runtime.json, line 3, column 3: x: PartitionBy", StringComparison.Ordinal) ? text[..text.IndexOf('.', 60)] + "." : text));
    }

    [Fact]
    public async Task In_IntelMQs_form_unknown_parameters_and_near_misses_are_warnings()
    {
        IReadOnlyList<PipelineComplaint> complaints = await CheckAsync($$"""
            {"global": {"logging_level": "INFO", "number": "5", "htp_proxy": 1},
            {{Good.Replace("\"destinations\": \"output\"", "\"parameters\": {\"nummber\": 1, \"flag\": \"true\", \"destination_queues\": [\"output-queue\"]}", StringComparison.Ordinal)}} }
            """);
        Assert.Equal(["warning: runtime.json, line 4, column 54: expert: there is no parameter 'nummber'; did you mean 'number'?"], complaints.Texts());
    }

    [Theory]
    [InlineData("\"cron\": \"0 4 * * *\", \"cron_zone\": \"Europe/Vienna\", \"cron_jitter\": \"00:05:00\"", null)]
    [InlineData("\"cron\": \"30 0 4 * * 1-5\", \"run_mode\": \"scheduled\"", null)]
    [InlineData("\"cron\": \"@daily\"", null)]
    [InlineData("\"cron\": \"60 4 * * *\"", "cron is '60 4 * * *', which is none")]
    [InlineData("\"cron\": \"at noon\"", "cron is 'at noon', which is none")]
    [InlineData("\"cron\": \"0 4 30 2 *\"", "cron names a time that never comes")]
    [InlineData("\"cron\": \"0 4 * * *\", \"cron_zone\": \"Europe/Nowhere\"", "cron_zone is 'Europe/Nowhere', which is no time zone")]
    [InlineData("\"cron\": \"0 4 * * *\", \"cron_jitter\": \"-00:05:00\"", "cron_jitter must not be negative")]
    [InlineData("\"cron_zone\": \"UTC\"", "cron is missing")]
    public async Task Times_of_the_calendar_are_checked(string settings, string? expected)
    {
        IReadOnlyList<PipelineComplaint> complaints = await CheckAsync($$"""{"bots": { {{Good.Replace("\"destinations\": \"parser\"", $"\"destinations\": \"parser\", {settings}", StringComparison.Ordinal)}} } }""");
        if (expected is null)
            Assert.Empty(complaints);
        else
            Assert.StartsWith(expected, Assert.Single(complaints, static complaint => complaint is { Bot: "collector", IsWarning: false }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_made_for_a_check_is_let_go_of_and_what_is_in_code_is_not()
    {
        var disposed = new List<string>();
        BotDescriptor[] bots = [.. Bots, Describe<Disposable>("sample.disposable", BotKind.Output, () => new Disposable("made", disposed))];
        PipelineDefinition? definition = null;
        Pipeline.Create(p =>
        {
            PipelineNode parser = p.Collect(new ListCollector()).Parse(new LineParser());
            parser.Output(new Disposable("in code", disposed));
            parser.ConnectTo(p.Add(bots[^1], ParameterValues.Empty, new BotSetup()));
            definition = p.ToDefinition();
        });
        Assert.Equal("disposable-2", definition!.Bots[^1].Id);
        Assert.Empty(await definition.CheckAsync(bots, new PipelineOptions()));
        Assert.Equal(["made"], disposed);
    }

    [Fact]
    public void Warnings_do_not_stop_a_pipeline_and_are_in_its_log()
    {
        var log = new ListLog();
        PipelineDefinition definition = DefinitionSamples.Read($$"""{ {{Good}}, "unused": {"module": "sample.output", "enabled": false, "colour": "red"} }""");
        Pipeline pipeline = Pipeline.Create(definition, Bots, new PipelineOptions { Services = new BotServices { Logs = log } });
        Assert.Same(definition, pipeline.Definition);
        Assert.Contains(log.Lines, static line => line.Text.Contains("unused: there is no setting 'colour'", StringComparison.Ordinal));
    }

    [Fact]
    public void Errors_of_a_document_stop_a_pipeline_with_their_places()
    {
        PipelineConfigurationException refused = Assert.Throws<PipelineConfigurationException>(() => Pipeline.Create(DefinitionSamples.Read("{"), Bots, new PipelineOptions()));
        Assert.StartsWith("runtime.json, line 1, column 2: The document is no JSON", Assert.Single(refused.Complaints), StringComparison.Ordinal);
        Assert.Equal(new DocumentPlace("runtime.json", 1, 2), Assert.Single(refused.Details).Place);
    }

    private static BotDefinition[] Renamed(string id)
    {
        BotDefinition[] bots = [.. DefinitionSamples.Read($$"""{"bots": { {{Good}} } }""").Bots];
        bots[^1] = bots[^1] with { Id = id };
        bots[^2] = bots[^2] with { Destinations = [new BotDestination(BotPath.Default, id)] };
        return bots;
    }

    private static ValueTask<IReadOnlyList<PipelineComplaint>> CheckAsync(string json) => CheckAsync(DefinitionSamples.Read(json));

    private static ValueTask<IReadOnlyList<PipelineComplaint>> CheckAsync(PipelineDefinition definition) => definition.CheckAsync(Bots, new PipelineOptions());

    private static BotDescriptor Describe<TBot>(string module, BotKind kind, Func<TBot> create)
        where TBot : Bot
        => BotDescriptor.For<TBot, NoOptions>(module, kind, "A sample.", (_, _) => create());

    private sealed class Disposable(string name, List<string> disposed) : Output
    {
        public override ValueTask SendAsync(IReadOnlyList<IntelMQ.Messages.Event> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public override ValueTask DisposeAsync()
        {
            disposed.Add(name);
            return base.DisposeAsync();
        }
    }
}

using System.Text;
using IntelMQ.Bots;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IntelMQ.Core.Tests.Pipelines;

#pragma warning disable CA1001 // The pipelines dispose of the outputs.
public sealed class PipelineFromConfigurationTests
#pragma warning restore CA1001
{
    private readonly List<SampleExpert> _experts = [];
    private readonly ListOutput _output = new();
    private readonly ListOutput _others = new();

    private BotDescriptor[] Bots =>
    [
        Describe<ListCollector>("sample.collector", BotKind.Collector, _ => new ListCollector("a\nb")),
        Describe<LineParser>("sample.parser", BotKind.Parser, _ => new LineParser()),
        Describe<ListOutput>("sample.output", BotKind.Output, _ => _output),
        Describe<ListOutput>("sample.others", BotKind.Output, _ => _others),
        BotDescriptor.For<SampleExpert, SampleOptions>("sample.expert", BotKind.Expert, "A sample.", (options, _) =>
        {
            var expert = new SampleExpert(options);
            _experts.Add(expert);
            return expert;
        }),
    ];

    [Fact]
    public async Task Bots_by_module_path_are_made_and_connected()
    {
        await using Pipeline pipeline = Create("""
            {
              "Id": "example", "BatchSize": 7, "CollectInterval": null, "Retry": { "MaxRetries": 0 },
              "Bots": {
                "collector": { "Module": "sample.collector", "Destinations": "parser" },
                "parser": { "Module": "sample.parser", "Destinations": ["expert"] },
                "expert": { "Module": "sample.expert", "Instances": 2, "PartitionBy": "source.ip", "Destinations": { "_default": ["output"], "other": "others" } },
                "output": { "Module": "sample.output" },
                "others": { "Module": "sample.others" }
              }
            }
            """);
        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);
        Assert.True(result.IsComplete);
        Assert.Equal("example", pipeline.Id);
        Assert.Equal(2, _output.Events.Count);
        Assert.Equal(2, _others.Events.Count);
    }

    [Fact]
    public void Parameters_have_the_types_that_the_bot_wants()
    {
        SampleOptions options = Parameters("""
            {
              "text": "5", "flag": true, "number": 5, "ratio": 1.5e1, "mode": "not_so_plain", "password": "12345", "names": ["1", "two"], "map": { "a": "1" },
              "value": 7, "texts": { "a": "true" }, "values": { "a": 1, "b": "text" }, "flags": [true, false], "tree": { "a": { "b": [1, "x", null, true] } }
            }
            """);
        Assert.Equal("5", options.Text);
        Assert.True(options.Flag);
        Assert.Equal(5, options.Number);
        Assert.Equal(15, options.Ratio);
        Assert.Equal(SampleMode.NotSoPlain, options.Mode);
        Assert.Equal("12345", options.Password!.Reveal());
        Assert.Equal(["1", "two"], options.Names);
        Assert.Equal([new("a", "1")], options.Map);
        Assert.True(options.Value.Value.TryGetInt64(out long value) && value == 7);
        Assert.Equal("true", options.Texts["a"]);
        Assert.Equal("1 text", $"{options.Values["a"]} {options.Values["b"]}");
        Assert.Equal([true, false], options.Flags);
        Assert.Equal("""{"b":[1,"x",null,true]}""", options.Tree["a"].GetRawText());
    }

    [Theory]
    [InlineData("""{ "names": [] }""", 0)]
    [InlineData("""{ "names": null }""", 1)]
    [InlineData("""{ "names": "a, b" }""", 2)]
    [InlineData("""{ "NAMES": ["a"] }""", 1)]
    public void A_list_may_be_empty_left_out_or_a_text(string parameters, int count) => Assert.Equal(count, Parameters(parameters).Names.Count);

    [Fact]
    public void Empty_text_is_text()
    {
        SampleOptions options = Parameters("""{ "text": "", "value": "", "map": {} }""");
        Assert.Equal("", options.Text);
        Assert.Equal("", options.Value.ToString());
        Assert.Empty(options.Map);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        PipelineConfigurationException refused = Assert.Throws<PipelineConfigurationException>(() => Create("""
            {
              "BatchSise": 7, "QueueCapacity": "many", "StopTimeout": "30",
              "Bots": {
                "collector": { "Module": "sample.collektor", "Destinations": ["parser"] },
                "parser": { "Module": "sample.parser", "Destination": ["expert"], "Destinations": ["exprt"] },
                "expert": { "Module": "sample.expert", "Parameters": { "nummber": 1, "flag": "perhaps", "password": { "a": 1 } }, "PartitionBy": "source.ipp", "Destinations": { "othr": ["output"] } },
                "second": { "Module": "sample.expert", "Parameters": "text", "Instances": "two", "IsOrdered": 2, "Retry": { "Max": 1 } },
                "third": { "Module": "collector" },
                "fifth": { "Module": "sample.expert", "Parameters": { "number": -1 } },
                "fourth": { },
                "output": { "Module": "sample.output" }
              }
            }
            """));
        Assert.Equal(
            """
            collector: there is no bot 'sample.collektor'; did you mean 'sample.collector'?
            expert: flag cannot be "perhaps": it must be true or false.
            expert: PartitionBy is 'source.ipp', which is not a field of the schema. Did you mean 'source.ip'?
            expert: password cannot be what is given: it must be a text.
            expert: there is no parameter 'nummber'; did you mean 'number'?
            fifth: number is -1, but must be at least 0.
            fourth: Module is missing: give the bot's module path.
            parser: sends to 'exprt', but there is no such bot; did you mean 'expert'?
            parser: there is no setting 'Destination'; did you mean 'Destinations'?
            second: Instances cannot be 'two': it must be a whole number.
            second: IsOrdered cannot be '2': it must be true or false.
            second: Retry: there is no setting 'Max'; there are MaxRetries, Delay, Factor, MaxDelay.
            second: the parameters are not an object.
            The pipeline: QueueCapacity cannot be 'many': it must be a whole number.
            The pipeline: StopTimeout cannot be '30': it must be a time such as 00:05:00 (hours, minutes, seconds).
            The pipeline: there is no setting 'BatchSise'; did you mean 'BatchSize'?
            third: there is no bot 'collector'; did you mean 'sample.collector'?
            """.ReplaceLineEndings("\n"),
            string.Join('\n', refused.Complaints.Order(StringComparer.OrdinalIgnoreCase)));
    }

    [Fact]
    public void A_path_that_the_bot_does_not_have_is_named()
    {
        PipelineConfigurationException refused = Assert.Throws<PipelineConfigurationException>(() => Create("""
            {
              "Bots": {
                "collector": { "Module": "sample.collector", "Destinations": "parser" },
                "parser": { "Module": "sample.parser", "Destinations": { "_default": "output", "filter_match": "output" } },
                "output": { "Module": "sample.output" }
              }
            }
            """));
        Assert.Equal("parser: has no path filter_match; it has _default, _on_error.", Assert.Single(refused.Complaints));
    }

    [Fact]
    public void A_section_without_bots_says_where_they_belong()
    {
        PipelineConfigurationException refused = Assert.Throws<PipelineConfigurationException>(() => Create("{}"));
        Assert.Equal("The pipeline: the configuration names no bots; they belong into IntelMQ:Bots.", Assert.Single(refused.Complaints));
    }

    [Fact]
    public void Two_bots_cannot_have_one_module_path()
    {
        BotDescriptor[] twice = [.. Bots, Describe<LineParser>("sample.output", BotKind.Parser, _ => new LineParser())];
        PipelineConfigurationException refused = Assert.Throws<PipelineConfigurationException>(() => Create("{}", twice));
        Assert.Contains(refused.Complaints, static complaint => complaint.StartsWith("Two bots have the module path sample.output", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_container_gives_the_configured_pipeline_in_its_own_schema()
    {
        Schema schema = Schema.Default.With(new FieldDefinition("my.field", IntelMQ.Harmonization.HarmonizationTypes.String, "A sample."));
        var services = new ServiceCollection();
        services.AddSingleton(schema);
        services.AddIntelMQ(
            Section("""
                {
                  "Bots": {
                    "collector": { "Module": "sample.collector", "Destinations": "parser" },
                    "parser": { "Module": "sample.parser", "Destinations": "output" },
                    "output": { "Module": "sample.output" }
                  }
                }
                """),
            Bots);
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<Pipeline>().RunAsync(CancellationToken.None);
        Assert.Same(schema, _output.Events[0].Schema);
        Assert.Same(schema, provider.GetRequiredService<BotServices>().Schema);
    }

    private SampleOptions Parameters(string parameters)
    {
        Create($$"""
            {
              "Bots": {
                "collector": { "Module": "sample.collector", "Destinations": "parser" },
                "parser": { "Module": "sample.parser", "Destinations": "expert" },
                "expert": { "Module": "sample.expert", "Parameters": {{parameters}}, "Destinations": "output" },
                "output": { "Module": "sample.output" }
              }
            }
            """);
        return Assert.Single(_experts).Options;
    }

    private Pipeline Create(string json) => Create(json, Bots);

    private static Pipeline Create(string json, BotDescriptor[] bots) => Pipeline.Create(builder => builder.Load(Section(json), bots));

    private static IConfigurationSection Section(string json)
        => new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "IntelMQ": {{json}} }"""))).Build().GetSection("IntelMQ");

    private static BotDescriptor Describe<TBot>(string module, BotKind kind, Func<BotServices, TBot> create)
        where TBot : Bot
        => BotDescriptor.For<TBot, NoOptions>(module, kind, "A sample.", (_, services) => create(services));
}

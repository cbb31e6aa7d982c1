using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots;
using IntelMQ.Pipelines;
using IntelMQ.Tests;
using Microsoft.Extensions.Configuration;

namespace IntelMQ.Core.Tests.Pipelines.Definitions;

public sealed class DefinitionReaderTests
{
    private const string IntelMQ = """
        {
        	"global": {"http_proxy": "http://proxy.example.com:3128", "rate_limit": 60},
        	"feed-collector": {
        		"bot_id": "feed-collector", "groupname": "collectors",
        		"group": "Collector", "name": "Feed", "description": "Fetches the feed.",
        		"module": "intelmq.bots.collectors.file.collector_file", "enabled": true, "run_mode": "scheduled",
        		"parameters": {"path": "/feeds", "destination_queues": ["feed-parser-queue"]}
        	},
        	"feed-parser": {
        		"module": "intelmq.bots.parsers.example.parser",
        		"parameters": {"destination_queues": {"_default": "dedup.1-queue", "_on_error": ["errors", "dedup.1-queue"]}}
        	},
        	"dedup.1": {"module": "intelmq.bots.experts.deduplicator.expert", "enabled": false, "parameters": {"destination_queues": "out_put-queue"}},
        	"out_put": {"module": "intelmq.bots.outputs.file.output"},
        	"error-output": {"module": "intelmq.bots.outputs.file.output", "parameters": {"source_queue": "errors"}}
        }
        """;

    [Fact]
    public void IntelMQs_form_is_read()
    {
        PipelineDefinition read = DefinitionSamples.Read(IntelMQ);

        Assert.Empty(read.Complaints);
        Assert.Equal(["feed-collector", "feed-parser", "dedup.1", "out_put", "error-output"], read.Bots.Select(static bot => bot.Id));
        Assert.Equal("60", read.Parameters.Raw("rate_limit"));
        BotDefinition collector = read.Bots[0];
        Assert.Equal(("Feed", "Fetches the feed.", BotKind.Collector, BotRunMode.Scheduled), (collector.Name, collector.Description, collector.Group, collector.RunMode));
        Assert.Equal("path", collector.Parameters.ToString());
        Assert.Equal(ParameterSource.IntelMQ, collector.Parameters.Source);
        Assert.Equal([new BotDestination(BotPath.Default, "feed-parser")], collector.Destinations);
        Assert.Equal(
            [new(BotPath.Default, "dedup.1"), new(BotPath.OnError, "error-output"), new(BotPath.OnError, "dedup.1")],
            read.Bots[1].Destinations);
        Assert.False(read.Bots[2].IsEnabled);
        Assert.Equal(["out_put"], read.Bots[2].To(BotPath.Default));
        Assert.Equal("errors", read.Bots[4].Queue.Value);
    }

    [Fact]
    public void Our_own_form_is_read()
    {
        PipelineDefinition read = DefinitionSamples.Read("""
            {
              // A comment.
              "id": "example", "batch_size": 7, "collect_interval": "00:05:00", "retry": {"max_retries": 1, "factor": 1.5},
              "global": {"default_fields": {"feed.code": "example"}},
              "bots": {
                "parser": {
                  "module": "sample.parser", "instances": 4, "partition_by": "source.ip", "has_own_queue": true, "queue_capacity": 9,
                  "retry": {"delay": "00:00:05"}, "collect_interval": null, "cron": "0 4 * * *", "source_queue": "mine",
                  "destinations": {"_default": "output", "other": ["output", "elsewhere"]},
                },
                "output": {"module": "sample.output", "is_ordered": true},
                "elsewhere": {"foreign": true, "group": "output"}
              }
            }
            """);

        Assert.Empty(read.Complaints);
        Assert.Equal(("example", 7, TimeSpan.FromMinutes(5)), (read.Id, read.BatchSize, read.CollectInterval));
        Assert.Equal(new RetryPolicy { MaxRetries = 1, Factor = 1.5 }, read.Retry);
        Assert.Equal("""{"feed.code":"example"}""", read.Parameters.Raw("default_fields"));
        BotDefinition parser = read.Bots[0];
        Assert.Equal((4, "source.ip", true, 9, "0 4 * * *", "mine"), (parser.Instances, parser.PartitionBy, parser.HasOwnQueue, parser.QueueCapacity, parser.Cron, parser.SourceQueue));
        Assert.Equal(TimeSpan.FromSeconds(5), parser.Retry!.Delay);
        Assert.Equal(["output", "elsewhere"], parser.To("other"));
        Assert.True(read.Bots[1].IsOrdered);
        Assert.True(read.Bots[2] is { IsForeign: true, Group: BotKind.Output });
    }

    [Fact]
    public void A_bot_that_is_called_bots_is_a_bot_of_IntelMQs_form()
        => Assert.Equal(["bots"], DefinitionSamples.Read("""{"bots": {"module": "sample.parser"}}""").Bots.Select(static bot => bot.Id));

    [Theory]
    [InlineData("", "runtime.json, line 1, column 1: The document is no JSON: ")]
    [InlineData("{\n  \"a\": x\n}", "runtime.json, line 2, column 8: The document is no JSON: 'x' is an invalid start of a value.")]
    [InlineData("[]", "runtime.json, line 1, column 1: The pipeline: the document is no map of bots.")]
    [InlineData("{}", "runtime.json, line 1, column 1: The pipeline: the document names no bots.")]
    [InlineData("""{"bots": {}}""", "runtime.json, line 1, column 1: The pipeline: the document names no bots; they belong into bots.")]
    [InlineData("""{"bots": []}""", "runtime.json, line 1, column 10: The pipeline: bots cannot be a list: it must be a map of bots by id.")]
    [InlineData("""{"bots": {"a": {}}, "global": 5}""", "runtime.json, line 1, column 31: The pipeline: global is no map of parameters.")]
    [InlineData("""{"bots": {"a": {}}, "batch_sise": 5}""", "runtime.json, line 1, column 21: The pipeline: there is no setting 'batch_sise'; did you mean 'batch_size'?")]
    [InlineData("""{"bots": {"a": {}}, "batch_size": "many"}""", "runtime.json, line 1, column 35: The pipeline: batch_size cannot be 'many': it must be a whole number.")]
    [InlineData("""{"bots": {"a": {}}, "stop_timeout": 30}""", "runtime.json, line 1, column 37: The pipeline: stop_timeout cannot be '30': it must be a time such as 00:05:00 (hours, minutes, seconds).")]
    [InlineData("""{"bots": {"a": {}}, "retry": 5}""", "runtime.json, line 1, column 30: The pipeline: retry cannot be '5': it must be a map.")]
    [InlineData("""{"bots": {"a": {"retry": {"max": 1}}}}""", "runtime.json, line 1, column 27: a: retry: there is no setting 'max'; there are max_retries, delay, factor, max_delay.")]
    [InlineData("""{"bots": {"a": {"retry": {"factor": "x"}}}}""", "runtime.json, line 1, column 37: a: retry: factor cannot be 'x': it must be a number.")]
    [InlineData("""{"bots": {"a": {"group": "Pasrer"}}}""", "runtime.json, line 1, column 26: a: group cannot be 'Pasrer': it must be one of collector, parser, expert, output.")]
    [InlineData("""{"bots": {"a": {"module": ["x"]}}}""", "runtime.json, line 1, column 27: a: module cannot be a list: it must be a text.")]
    [InlineData("""{"bots": {"a": {"enabled": 1}}}""", "runtime.json, line 1, column 28: a: enabled cannot be '1': it must be true or false.")]
    [InlineData("""{"bots": {"a": {"parameters": [1]}}}""", "runtime.json, line 1, column 31: a: the parameters are not an object.")]
    [InlineData("""{"bots": {"a": {"parameters": {"url": 1, "url": 2}}}}""", "runtime.json, line 1, column 42: a: the parameter 'url' is there twice.")]
    [InlineData("""{"bots": {"a": {}}, "global": {"url": 1, "url": 2}}""", "runtime.json, line 1, column 42: The pipeline: the parameter 'url' is there twice.")]
    [InlineData("""{"bots": {"a": {"name": "x", "Name": "y"}}}""", "runtime.json, line 1, column 30: a: the setting 'Name' is there twice.")]
    [InlineData("""{"bots": {"a": 5}}""", "runtime.json, line 1, column 16: a: is no map of settings.")]
    [InlineData("""{"bots": {"a": {"destinations": {"x": {"y": "z"}}}}}""", "runtime.json, line 1, column 39: a: destinations cannot be a map: it must be ids of bots.")]
    [InlineData("""{"bots": {"a": {"destinations": "b", "parameters": {"destination_queues": ["b-queue"]}}}}""", "runtime.json, line 1, column 33: a: its destinations are named twice, by destinations and by destination_queues; leave one out.")]
    [InlineData("""{"größe": {"modul": "x"}}""", "runtime.json, line 1, column 12: größe: there is no setting 'modul'; did you mean 'module'?")]
    public void What_is_wrong_with_a_document_is_said_with_its_place(string json, string complaint)
        => Assert.StartsWith(complaint, Assert.Single(DefinitionSamples.Read(json).Complaints).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Settings_that_IntelMQ_may_have_and_we_do_not_are_warnings()
    {
        PipelineComplaint complaint = Assert.Single(DefinitionSamples.Read("""{"a": {"module": "x", "position_on_canvas": 5}}""").Complaints);
        Assert.True(complaint.IsWarning);
        Assert.Equal(("a", "position_on_canvas"), (complaint.Bot, complaint.Parameter));
    }

    [Fact]
    public void Places_count_characters_and_lines()
    {
        PipelineDefinition read = DefinitionSamples.Read("\uFEFF{\"bots\": {\r\n  \"größe\": {\"parameters\": {\"ß\": 1,\n\"b\": 2}}}}");
        Assert.Equal(new DocumentPlace("runtime.json", 2, 3), read.Bots[0].Place);
        Assert.Equal([new("runtime.json", 2, 28), new("runtime.json", 3, 1)], read.Bots[0].Parameters.All.Select(static parameter => parameter.Place!));
    }

    [Fact]
    public void Configuration_says_its_paths_and_has_names_in_any_case()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes("""
            {"IntelMQ": {"Global": {"code": 5}, "bots": {"Parser": {"module": "x", "Instances": "2", "parameters": {"list": [1, 2]}, "DESTINATIONS": ["OUTPUT"]}, "output": {"module": "y"}}}}
            """))).Build();
        PipelineDefinition read = DefinitionReader.FromConfiguration(configuration.GetSection("IntelMQ"));

        Assert.Empty(read.Complaints);
        Assert.Equal(ParameterSource.Text, read.Bots[1].Parameters.Source);
        Assert.Equal("\"5\"", read.Parameters.Raw("code"));
        Assert.Equal("""["1","2"]""", read.Find("Parser")!.Parameters.Raw("list"));
        Assert.Equal(["output"], read.Find("Parser")!.To(BotPath.Default));
        Assert.Equal(new DocumentPlace("IntelMQ:bots:Parser", 0, 0), read.Find("Parser")!.Place);
    }

    [Fact]
    public void Whatever_the_bytes_there_is_a_definition_or_a_complaint()
        => Check.One(Fuzz.Cases(500), Prop.ForAll(
            Gen.OneOf(
                ArbMap.Default.GeneratorFor<byte[]>(),
                from position in Gen.Choose(0, IntelMQ.Length - 1)
                from value in ArbMap.Default.GeneratorFor<byte>()
                select Mutated(position, value)).ToArbitrary(),
            static json =>
            {
                PipelineDefinition read = DefinitionReader.FromJson(json, null);
                return read.Bots.Count > 0 || read.Complaints.Count > 0;
            }));

    private static byte[] Mutated(int position, byte value)
    {
        byte[] json = Encoding.UTF8.GetBytes(IntelMQ);
        json[position] = value;
        return json;
    }
}

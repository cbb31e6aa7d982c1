using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Bots;
using IntelMQ.Pipelines;
using IntelMQ.Tests;

namespace IntelMQ.Core.Tests.Pipelines.Definitions;

public sealed class DefinitionWriterTests
{
    [Fact]
    public void What_is_written_is_read_back_the_same()
        => Check.One(Fuzz.Cases(500), Prop.ForAll(DefinitionSamples.Any.ToArbitrary(), static definition =>
        {
            PipelineDefinition read = DefinitionSamples.Read(DefinitionWriter.ToJson(definition));
            return read.Equals(definition) && definition.Diff(read).IsEmpty && (definition.Bots.Count == 0 || read.Complaints.Count == 0);
        }));

    [Fact]
    public void In_IntelMQs_form_the_bots_are_read_back_the_same()
        => Check.One(Fuzz.Cases(500), Prop.ForAll(DefinitionSamples.Any.ToArbitrary(), static definition =>
        {
            PipelineDefinition read = DefinitionSamples.Read(DefinitionWriter.ToJson(definition, DefinitionForm.IntelMQ));
            return read.Bots.SequenceEqual(definition.Bots.Select(bot => AsIntelMQ(bot, definition)));
        }));

    [Fact]
    public void Defaults_are_left_out()
    {
        var definition = new PipelineDefinition
        {
            Bots =
            [
                new BotDefinition { Id = "parser", Module = "sample.parser", Destinations = [new(BotPath.Default, "output"), new("other", "output")] },
                new BotDefinition { Id = "output", Module = "sample.output", Parameters = ParameterValues.Parse("""{"file": "/tmp/größe"}""") },
            ],
        };
        Assert.Equal(
            """
            {
              "bots": {
                "parser": {
                  "module": "sample.parser",
                  "destinations": {
                    "_default": [
                      "output"
                    ],
                    "other": [
                      "output"
                    ]
                  }
                },
                "output": {
                  "module": "sample.output",
                  "parameters": {
                    "file": "/tmp/größe"
                  }
                }
              }
            }
            """.ReplaceLineEndings("\n"),
            DefinitionWriter.ToJson(definition));
    }

    [Fact]
    public void IntelMQs_form_names_queues_and_what_IntelMQ_asks_for()
    {
        var definition = new PipelineDefinition
        {
            Parameters = ParameterValues.Parse("""{"http_proxy": null}""", ParameterSource.IntelMQ),
            Bots =
            [
                new BotDefinition { Id = "parser", Module = "sample.parser", Group = BotKind.Parser, Destinations = [new(BotPath.Default, "output")] },
                new BotDefinition { Id = "output", Module = "sample.output", Group = BotKind.Output, SourceQueue = "mine" },
            ],
        };
        using var written = JsonDocument.Parse(DefinitionWriter.ToJson(definition, DefinitionForm.IntelMQ));
        Assert.Equal(
            """{"global":{"http_proxy":null},"parser":{"module":"sample.parser","group":"Parser","enabled":true,"run_mode":"continuous","parameters":{"destination_queues":{"_default":["mine"]}}},"output":{"module":"sample.output","group":"Output","enabled":true,"run_mode":"continuous","parameters":{"source_queue":"mine"}}}""",
            JsonSerializer.Serialize(written.RootElement));
    }

    [Fact]
    public void Bots_in_code_cannot_be_written_and_are_named()
    {
        Pipeline pipeline = Pipeline.Create(static p => p.Collect(new ListCollector()).Parse(static _ => new LineParser()).Output(new ListOutput()));
        Assert.StartsWith(
            "These bots are objects or factories in code, which cannot be written: list-collector, line-parser, list-output.",
            Assert.Throws<InvalidOperationException>(() => DefinitionWriter.ToJson(pipeline.Definition)).Message,
            StringComparison.Ordinal);
    }

    // An unknown bot's queue tells its id; two bots may say that they read one queue, which the check refuses.
    private static BotDefinition AsIntelMQ(BotDefinition bot, PipelineDefinition definition) => bot with
    {
        Parameters = ParameterValues.Create(bot.Parameters.All, ParameterSource.IntelMQ),
        Destinations =
        [
            .. bot.Destinations.Select(destination =>
            {
                QueueName queue = definition.Find(destination.BotId)?.Queue ?? QueueName.Of(destination.BotId);
                return destination with { BotId = definition.Bots.FirstOrDefault(other => other.Queue == queue)?.Id ?? destination.BotId };
            }).Distinct(),
        ],
    };
}

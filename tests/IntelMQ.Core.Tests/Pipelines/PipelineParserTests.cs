using IntelMQ.Bots;
using IntelMQ.Mapping;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Pipelines;

/// <summary>What a pipeline counts of the rows of reports.</summary>
public sealed class PipelineParserTests
{
    [Fact]
    public async Task Rows_that_a_map_passes_over_are_counted_as_dropped()
    {
        var output = new ListOutput();
        await using Pipeline pipeline = Pipeline.Create(p => p
            .Collect(new ListCollector("ip,kind\n192.0.2.1,a\n192.0.2.2,no\nnonsense,a\n192.0.2.3,no", "ip,kind\n192.0.2.4,no"))
            .Parse(new Rows(), new BotSetup { Id = "parser" })
            .Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        BotCounters counters = result.Counters.Bots["parser"];
        Assert.Equal((2, 1, 1, 3), (counters.Received, counters.SentTo(BotPath.Default), counters.Failed, counters.Dropped));
    }

    private sealed class Rows() : CsvParser(new PlainParserOptions())
    {
        public override FieldMap Map { get; } = [SkipWhere(Cell("kind").Is("no")), Column("ip", Fields.Source.Ip)];
    }
}

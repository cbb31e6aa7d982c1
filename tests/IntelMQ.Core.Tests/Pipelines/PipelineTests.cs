using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class PipelineTests
{
    [Fact]
    public async Task Events_go_from_the_collector_to_the_output_in_order()
    {
        var collector = new ListCollector(Lines.Of(1000), Lines.Of(3, "second "));
        var output = new ListOutput();
        await using Pipeline pipeline = Pipeline.Create(p => p.Collect(collector).Parse(new LineParser()).Expert(new FunctionExpert(static _ => Verdict.Keep)).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.True(result.IsComplete);
        Assert.Equal([.. Lines.Numbers(1000), .. Lines.Numbers(3, "second ")], output.Lines);
        Assert.Equal([0, 1], collector.Settled.Order());
        Assert.Equal(2, result.Counters.Bots["list-collector"].SentTo(BotPath.Default));
        Assert.Equal(2, result.Counters.Bots["line-parser"].Received);
        Assert.Equal(1003, result.Counters.Bots["line-parser"].SentTo(BotPath.Default));
        Assert.Equal(1003, result.Counters.Bots["function-expert"].Received);
        Assert.Equal(1003, result.Counters.Bots["function-expert"].SentTo(BotPath.Default));
        Assert.Equal(1003, result.Counters.Bots["list-output"].Received);
        Assert.Equal(1003, result.Counters.Stored);
        Assert.All(result.Counters.QueueDepths.Values, static depth => Assert.Equal(0, depth));
    }

    [Fact]
    public async Task A_pipeline_can_run_twice()
    {
        var output = new ListOutput();
        await using Pipeline pipeline = Pipeline.Create(p => p.Collect(new ListCollector("a\nb")).Parse(new LineParser()).Output(output));

        await pipeline.RunAsync(CancellationToken.None);
        PipelineResult second = await pipeline.RunAsync(CancellationToken.None);

        Assert.True(second.IsComplete);
        Assert.Equal(["a", "b", "a", "b"], output.Lines);
    }

    [Fact]
    public async Task An_expert_drops_and_sends_along_named_paths()
    {
        var matches = new ListOutput();
        var others = new ListOutput();
        var filter = new FunctionExpert(static message => message["extra.line"].ToString() switch
        {
            "a" => Verdict.To("match"),
            "b" => Verdict.Drop,
            "c" => Verdict.To("match", BotPath.Default),
            "d" => Verdict.To("loose"),
            "e" => Verdict.To("unknown"),
            _ => Verdict.Keep,
        })
        {
            DeclaredPaths = [new BotPath("match", IsRequired: true), new BotPath("loose", IsRequired: false)],
        };
        await using Pipeline pipeline = Pipeline.Create(p =>
        {
            PipelineNode node = p.Collect(new ListCollector("a\nb\nc\nd\ne\nf")).Parse(new LineParser()).Expert(filter, new BotSetup { Id = "filter" });
            node.To("match").Output(matches);
            node.Output(others);
        });

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(["a", "c"], matches.Lines);
        Assert.Equal(["c", "f"], others.Lines);
        Assert.NotSame(matches.Events[1], others.Events[0]);
        BotCounters counters = result.Counters.Bots["filter"];
        Assert.Equal((6, 2, 2, 2, 1), (counters.Received, counters.SentTo("match"), counters.SentTo(BotPath.Default), counters.Dropped, counters.Failed));
        Assert.True(result.IsComplete);
    }

    [Fact]
    public async Task Receivers_do_not_see_each_others_changes_and_outputs_share_an_event()
    {
        static FunctionExpert Marker(string mark) => new(message =>
        {
            message.Set("extra.mark", mark).ThrowIfRefused();
            return Verdict.Keep;
        });
        var left = new ListOutput();
        var right = new ListOutput();
        var plain = new ListOutput();
        var plainToo = new ListOutput();
        await using Pipeline pipeline = Pipeline.Create(p =>
        {
            PipelineNode parser = p.Collect(new ListCollector("a\nb")).Parse(new LineParser());
            parser.Expert(Marker("left")).Output(left);
            parser.Expert(Marker("right"), new BotSetup { HasOwnQueue = true }).Output(right);
            parser.Output(plain);
            parser.Output(plainToo);
        });

        await pipeline.RunAsync(CancellationToken.None);

        Assert.All(left.Events, static message => Assert.Equal("left", message["extra.mark"].ToString()));
        Assert.All(right.Events, static message => Assert.Equal("right", message["extra.mark"].ToString()));
        Assert.All(plain.Events, static message => Assert.True(message["extra.mark"].IsMissing));
        Assert.Equal(2, plain.Events.Count);
        Assert.Same(plain.Events[0], plainToo.Events[0]);
    }

    [Fact]
    public async Task Several_feeds_share_a_bot()
    {
        var output = new ListOutput();
        var shared = new FunctionExpert(static _ => Verdict.Keep) { Kind = BotConcurrency.Single };
        await using Pipeline pipeline = Pipeline.Create(p =>
        {
            PipelineNode node = p.Add(shared, new BotSetup { Id = "shared" });
            node.Output(output);
            p.Collect(new ListCollector(Lines.Of(300, "one "))).Parse(new LineParser()).ConnectTo(node);
            p.Collect(new ListCollector(Lines.Of(300, "two "))).Parse(new LineParser()).ConnectTo(node);
        });

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(600, result.Counters.Bots["shared"].Received);
        Assert.Equal(Lines.Numbers(300, "one "), output.Lines.Where(static line => line.StartsWith("one", StringComparison.Ordinal)));
        Assert.Equal(Lines.Numbers(300, "two "), output.Lines.Where(static line => line.StartsWith("two", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Bad_lines_are_kept_and_sent_along_on_error_and_the_rest_goes_on()
    {
        var output = new ListOutput();
        var errors = new ListOutput();
        await using Pipeline pipeline = Pipeline.Create(p =>
            p.Collect(new ListCollector("a\nbad one\nb")).Parse(new LineParser()).OnError(path => path.Output(errors)).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(["a", "b"], output.Lines);
        Assert.Equal("bad one", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Assert.Single(errors.Events)["raw"].ToString()!)));
        Failure failure = Assert.Single(await Kept(pipeline));
        Assert.Equal(("line-parser", 2L), (failure.BotId, failure.LineNumber));
        Assert.Equal(1, result.Counters.Failed);
        Assert.True(result.IsComplete);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_expert_that_throws_half_way_leaves_the_event_as_it_came(bool ownQueue)
    {
        var output = new ListOutput();
        var expert = new FunctionExpert(static message =>
        {
            message.Set("extra.half", "done").ThrowIfRefused();
            message.Remove("extra.line");
            throw new InvalidOperationException("Half-way.");
        });
        await using Pipeline pipeline = Pipeline.Create(p =>
            p.Collect(new ListCollector("a")).Parse(new LineParser()).Expert(expert, new BotSetup { Id = "breaker", HasOwnQueue = ownQueue }).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Failure failure = Assert.Single(await Kept(pipeline));
        Assert.Equal("breaker", failure.BotId);
        Assert.Equal("a", failure.Message["extra.line"].ToString());
        Assert.True(failure.Message["extra.half"].IsMissing);
        Assert.IsType<InvalidOperationException>(failure.Exception);
        Assert.Empty(output.Events);
        Assert.True(result.IsComplete);
    }

    private static async Task<List<Failure>> Kept(Pipeline pipeline)
    {
        var failures = new List<Failure>();
        await foreach (StoredFailure stored in pipeline.Failures.ReadAsync(CancellationToken.None))
            failures.Add(stored.Failure);
        return failures;
    }
}

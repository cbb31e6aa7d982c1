using IntelMQ.Bots;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class PipelineSettlementTests
{
    [Fact]
    public async Task A_report_is_settled_once_and_only_after_its_last_copy_is_stored()
    {
        var collector = new ListCollector(Lines.Of(2000));
        var fast = new ListOutput();
        var slow = new ListOutput { Before = (_, _) => { Assert.Empty(collector.Settled); return ValueTask.CompletedTask; } };
        await using Pipeline pipeline = Pipeline.Create(p =>
        {
            PipelineNode expert = p.Collect(collector).Parse(new LineParser()).Expert(new FunctionExpert(static _ => Verdict.Keep));
            expert.Output(fast);
            expert.Output(slow);
        });

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal([0], collector.Settled);
        Assert.Equal(2000, fast.Events.Count);
        Assert.Equal(2000, slow.Events.Count);
        Assert.True(result.IsComplete);
        Assert.Equal(0, result.Counters.Failed);
    }

    [Fact]
    public async Task Two_parsers_of_one_report_are_two_copies()
    {
        var collector = new ListCollector(Lines.Of(10), "");
        var output = new ListOutput();
        await using Pipeline pipeline = Pipeline.Create(p =>
        {
            PipelineNode node = p.Collect(collector);
            PipelineNode sink = node.Parse(new LineParser()).Output(output);
            node.Parse(new LineParser()).ConnectTo(sink);
        });

        await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal([0, 1], collector.Settled.Order());
        Assert.Equal(20, output.Events.Count);
    }

    [Fact]
    public async Task What_is_dropped_or_kept_as_failure_is_done()
    {
        var collector = new ListCollector(Lines.Of(10), Lines.Of(10, "bad "));
        await using Pipeline pipeline = Pipeline.Create(p =>
            p.Collect(collector).Parse(new LineParser()).Expert(new FunctionExpert(static _ => Verdict.Drop)).Output(new ListOutput()));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal([0, 1], collector.Settled.Order());
        Assert.Equal(10, result.Counters.Failed);
        Assert.Equal(10, result.Counters.Bots["function-expert"].Dropped);
    }

    [Fact]
    public async Task A_source_that_cannot_be_put_away_is_counted_and_the_rest_goes_on()
    {
        var collector = new ListCollector("a", "b") { OnSettled = static number => { if (number == 0) throw new IOException("Read-only."); } };
        await using Pipeline pipeline = Pipeline.Create(p => p.Collect(collector).Parse(new LineParser()).Output(new ListOutput()));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(1, result.SettleErrors);
        Assert.Equal(2, collector.Settled.Count);
    }

    [Fact]
    public async Task A_report_of_a_million_rows_never_piles_up()
    {
        var parser = new CountingParser();
        CountingOutput output = null!;
        long most = 0;
        output = new CountingOutput
        {
            Before = () =>
            {
                most = Math.Max(most, parser.Made - output.Count);
                return ValueTask.CompletedTask;
            },
        };
        var collector = new ListCollector("1000000");
        var options = new PipelineOptions { QueueCapacity = 512, BatchSize = 128 };
        await using Pipeline pipeline = Pipeline.Create(options, p =>
            p.Collect(collector).Parse(parser).Expert(new FunctionExpert(static _ => Verdict.Keep), new BotSetup { HasOwnQueue = true }).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(1_000_000, output.Count);
        Assert.Equal([0], collector.Settled);
        Assert.True(result.IsComplete);
        // Two queues, each passed by a batch at most, and a batch in each of the hands.
        Assert.InRange(most, 1, 2 * (512 + 128) + (3 * 128));
    }

    [Fact]
    public async Task A_slow_output_slows_the_collector()
    {
        const int Reports = 100;
        const int EventsPerReport = 100;
        var options = new PipelineOptions { QueueCapacity = 512, BatchSize = 128, ReportCapacity = 4 };
        int collected = 0;
        var collector = new ListCollector([.. Enumerable.Repeat("100", Reports)]) { OnYield = number => Interlocked.Exchange(ref collected, number + 1) };
        Pipeline pipeline = null!;
        CountingOutput output = null!;
        long most = 0;
        output = new CountingOutput
        {
            Before = async () =>
            {
                // As slow as can be: it goes on only when all that can pile up before it has.
                while (Volatile.Read(ref collected) < Reports && pipeline.Counters.QueueDepths["counting-parser-queue"] < options.ReportCapacity)
                    await Task.Yield();
                most = Math.Max(most, Volatile.Read(ref collected) - (output.Count / EventsPerReport));
            },
        };
        pipeline = Pipeline.Create(options, p => p.Collect(collector).Parse(new CountingParser()).Output(output));
        await using (pipeline)
        {
            PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

            Assert.True(result.IsComplete);
            Assert.Equal(Reports * EventsPerReport, output.Count);
            // The parser's queue, passed by one report, and one in the collector's hands; the events of a queue, passed by a batch, and of
            // two batches in hands; two reports of which only a part is stored or made.
            Assert.InRange(most, options.ReportCapacity, options.ReportCapacity + 2 + ((512 + (3 * 128)) / EventsPerReport) + 2);
        }
    }
}

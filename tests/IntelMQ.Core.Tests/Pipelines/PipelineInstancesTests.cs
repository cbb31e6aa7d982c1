using System.Collections.Concurrent;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class PipelineInstancesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Ordered_instances_restore_the_sequence()
    {
        // The first report's parser waits until the second report is parsed by another instance.
        using var secondIsParsed = new ManualResetEventSlim();
        var output = new ListOutput();
        LineParser NewParser() => new()
        {
            OnLine = line =>
            {
                if (line == "r0 0")
                    Assert.True(secondIsParsed.Wait(Patience));
                else if (line == "r1 39")
                    secondIsParsed.Set();
            },
        };
        string[] reports = [.. Enumerable.Range(0, 50).Select(static i => Lines.Of(40, $"r{i} "))];
        await using Pipeline pipeline = Pipeline.Create(
            new PipelineOptions { BatchSize = 16 },
            p => p.Collect(new ListCollector(reports)).Parse(NewParser, new BotSetup { Instances = 3, IsOrdered = true }).Expert(new FunctionExpert(static _ => Verdict.Keep)).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.True(result.IsComplete);
        Assert.Equal(reports.SelectMany(static report => report.Split('\n')), output.Lines);
    }

    [Fact]
    public async Task Instances_share_reports_out()
    {
        // Each of the two must hold a report before either goes on.
        using var both = new Barrier(2);
        var output = new ListOutput();
        LineParser NewParser() => new() { OnLine = line => Assert.True(!line.EndsWith(" 0", StringComparison.Ordinal) || both.SignalAndWait(Patience)) };
        await using Pipeline pipeline = Pipeline.Create(p =>
            p.Collect(new ListCollector(Lines.Of(100, "a "), Lines.Of(100, "b "))).Parse(NewParser, new BotSetup { Instances = 2 }).Output(output));

        await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(Lines.Numbers(100, "a "), output.Lines.Where(static line => line[0] == 'a'));
        Assert.Equal(Lines.Numbers(100, "b "), output.Lines.Where(static line => line[0] == 'b'));
    }

    [Fact]
    public async Task Instances_split_by_a_field_see_all_of_a_value_in_order()
    {
        var seen = new ConcurrentBag<(int Instance, string Ip, int Number)>();
        int instances = 0;
        FunctionExpert NewExpert()
        {
            int instance = instances++;
            return new FunctionExpert(message =>
            {
                string line = message["extra.line"].ToString();
                seen.Add((instance, message["source.ip"].ToString(), int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
                message.Set("extra.instance", instance.ToString(System.Globalization.CultureInfo.InvariantCulture)).ThrowIfRefused();
                return Verdict.Keep;
            })
            { Kind = BotConcurrency.PerInstance };
        }

        string text = string.Join('\n', Enumerable.Range(0, 2000).Select(static i => $"192.0.2.{i % 20} {i}"));
        var output = new ListOutput();
        await using Pipeline pipeline = Pipeline.Create(
            new PipelineOptions { BatchSize = 32, QueueCapacity = 64 },
            p => p.Collect(new ListCollector(text)).Parse(new LineParser()).Expert(NewExpert, new BotSetup { Instances = 3, PartitionBy = Fields.Source.Ip }).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.True(result.IsComplete);
        Assert.Equal(2000, output.Events.Count);
        Assert.True(seen.Select(static entry => entry.Instance).Distinct().Count() > 1);
        foreach (IGrouping<string, Event> group in output.Events.GroupBy(static message => message["source.ip"].ToString()))
        {
            Assert.Single(group.Select(static message => message["extra.instance"].ToString()).Distinct());
            int[] numbers = [.. group.Select(static message => int.Parse(message["extra.line"].ToString().Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(numbers.Order(), numbers);
        }
    }

    [Fact]
    public async Task An_expert_that_keeps_something_runs_once_per_instance_of_its_parser()
    {
        int made = 0;
        await using Pipeline pipeline = Pipeline.Create(p =>
            p.Collect(new ListCollector("a", "b", "c"))
                .Parse(() => new LineParser(), new BotSetup { Instances = 2 })
                .Expert(() => new FunctionExpert(static _ => Verdict.Keep) { Kind = (BotConcurrency)(Interlocked.Increment(ref made) * 0) + 1 }, new BotSetup { Instances = 2, Id = "expert" })
                .Output(new ListOutput()));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(2, made);
        Assert.Equal(3, result.Counters.Bots["expert"].Received);
        Assert.Equal(["line-parser-queue", "list-output-queue"], result.Counters.QueueDepths.Keys);
    }
}

using System.Runtime.CompilerServices;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>The budget's chain as a pipeline: reports from memory, the parser, the experts of <see cref="ChainRow"/>, and an output.</summary>
internal static class ChainPipeline
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="reports">The reports, each asked for when the pipeline wants it.</param>
    /// <param name="instances">How many parsers, each with the experts behind it; their order is restored.</param>
    /// <param name="output">Takes the events.</param>
    public static void Run(IEnumerable<byte[]> reports, int instances, Output output)
    {
        Pipeline pipeline = Pipeline.Create(p =>
        {
            PipelineNode node = p.Collect(new Reports(reports))
                .Parse(static () => ShadowserverRow.NewParser(), new BotSetup { Instances = instances, IsOrdered = true });
            foreach (Expert expert in ChainRow.Chain())
                node = node.Expert(expert);
            node.Output(output);
        });
        pipeline.RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        pipeline.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private sealed class Reports(IEnumerable<byte[]> reports) : Collector(new CollectorOptions())
    {
#pragma warning disable CS1998 // Nothing to wait for: the reports are in memory.
        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1998
        {
            foreach (byte[] report in reports)
                yield return new CollectedReport(BudgetFeed.Report(report));
        }
    }
}

/// <summary>Writes JSON lines to a buffer.</summary>
internal sealed class LinesOutput(Utf8Buffer output) : Output
{
    public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        foreach (Event message in batch)
        {
            message.WriteTo(output, MessageFormat.Flat);
            output.Append((byte)'\n');
        }

        return ValueTask.CompletedTask;
    }
}

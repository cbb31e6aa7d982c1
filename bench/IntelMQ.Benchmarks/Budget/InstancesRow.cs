using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>
/// What a second parser instance costs: processor time per event of the chain in a pipeline with two instances, in order, against one.
/// </summary>
internal sealed class InstancesRow() : BudgetRow("instances", 1.15)
{
    private readonly byte[][] _reports = Data.ShadowserverRows.Reports(BudgetRows.Rows, 2_500);

    public override int Events => BudgetRows.Rows;

    public override bool MeasuresProcessorTime => true;

    public override void Floor(Utf8Buffer output) => Run(1, output);

    public override void Product(Utf8Buffer output) => Run(2, output);

    // Sequence is restored, so both write the same.
    public override void Replay(Utf8Buffer output) => Run(1, output);

    private void Run(int instances, Utf8Buffer output)
    {
        Pipeline pipeline = Pipeline.Create(p =>
        {
            PipelineNode node = p.Collect(new Reports(_reports))
                .Parse(static () => ShadowserverRow.NewParser(), new BotSetup { Instances = instances, IsOrdered = true });
            foreach (Expert expert in ChainRow.Chain())
                node = node.Expert(expert);
            node.Output(new Lines(output));
        });
        pipeline.RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        pipeline.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private sealed class Reports(byte[][] reports) : Collector(new CollectorOptions())
    {
#pragma warning disable CS1998 // Nothing to wait for: the reports are in memory.
        public override async IAsyncEnumerable<CollectedReport> CollectAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1998
        {
            foreach (byte[] report in reports)
                yield return new CollectedReport(BudgetFeed.Report(report));
        }
    }

    private sealed class Lines(Utf8Buffer output) : Output
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
}

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

    /// <summary>Threads meet by chance, so a round says less than one of the other rows.</summary>
    public override int Rounds => 31;

    public override void Floor(Utf8Buffer output) => ChainPipeline.Run(_reports, 1, new LinesOutput(output));

    public override void Product(Utf8Buffer output) => ChainPipeline.Run(_reports, 2, new LinesOutput(output));

    // Sequence is restored, so both write the same.
    public override void Replay(Utf8Buffer output) => ChainPipeline.Run(_reports, 1, new LinesOutput(output));
}

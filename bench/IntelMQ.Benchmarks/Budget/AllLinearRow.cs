using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>How time grows with the report, for all framings together; <see cref="LinearRow"/> is one of them.</summary>
internal sealed class AllLinearRow() : BudgetRow("linear", 10)
{
    private readonly BudgetRow[] _framings = [.. LinearRow.Framings.Select(static create => create())];

    public override int Events => _framings.Sum(static row => row.Events);

    public override void Product(Utf8Buffer output)
    {
        foreach (BudgetRow row in _framings)
            row.Product(output);
    }

    public override void Floor(Utf8Buffer output)
    {
        foreach (BudgetRow row in _framings)
            row.Floor(output);
    }
}

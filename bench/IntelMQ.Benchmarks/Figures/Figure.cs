namespace IntelMQ.Benchmarks.Figures;

/// <summary>One result: a table, plots of it, and whether it keeps the limits that it has.</summary>
/// <param name="Name">Names the files and the place in <c>docs/performance.md</c>.</param>
/// <param name="Table">The numbers.</param>
/// <param name="Plots">Drawings of them.</param>
/// <param name="IsWithin">Whether every limit holds; true where there is none.</param>
internal sealed record Figure(string Name, FigureTable Table, IReadOnlyList<Plot> Plots, bool IsWithin)
{
    public Figure(string name, FigureTable table, params Plot[] plots)
        : this(name, table, plots, true)
    {
    }
}

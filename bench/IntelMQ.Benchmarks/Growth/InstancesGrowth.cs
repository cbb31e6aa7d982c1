using IntelMQ.Benchmarks.Budget;
using IntelMQ.Benchmarks.Data;
using IntelMQ.Benchmarks.Figures;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Growth;

/// <summary>One to four instances of the parser and the four experts behind it, in order. The floor is that of the rows, in one thread.</summary>
internal static class InstancesGrowth
{
    public static Figure Run()
    {
        byte[][] reports = ShadowserverRows.Reports(BudgetRows.Rows, 2_500);
        var buffer = new Utf8Buffer(1 << 20);
        var table = new FigureTable("instances", "processor time, ns per event", "elapsed, ns per event", "floor, ns", "times the floor", "processor time to one instance");
        var processor = new List<(double, double)>();
        var wall = new List<(double, double)>();
        for (int instances = 1; instances <= 4; instances++)
        {
            int count = instances;
            RoundsResult result = Rounds.Run(BudgetRows.Rows, () => Floor(reports, buffer), () => Product(reports, count, buffer));
            processor.Add((instances, result.Product.Processor));
            wall.Add((instances, result.Product.Wall));
            table.Add(instances, result.Product.Processor, result.Product.Wall, result.Floor.Processor, result.Ratio, result.Product.Processor / processor[0].Item2);
        }

        return new Figure(
            "growth-instances",
            table,
            new Plot("growth-instances", $"Parser and four experts, by instances, on {Environment.ProcessorCount} cores", new PlotAxis("instances"), new PlotAxis("ns per event"), new PlotSeries("processor time", processor), new PlotSeries("elapsed", wall)));
    }

    private static void Floor(byte[][] reports, Utf8Buffer buffer)
    {
        buffer.Clear();
        ShadowserverFloor.Run(reports, buffer);
    }

    private static void Product(byte[][] reports, int instances, Utf8Buffer buffer)
    {
        buffer.Clear();
        ChainPipeline.Run(reports, instances, new LinesOutput(buffer));
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using IntelMQ.Benchmarks.Figures;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>
/// Runs every row of the speed budget, floor and product in turn, and prints a tab-separated line per row: <c>budget</c>, name, the
/// product's nanoseconds per event, the floor's, the median of the ratios of each round, the budget, <c>ok</c> or <c>over</c>, and the
/// SHA-256 of what the product wrote.
/// </summary>
internal static class BudgetRun
{
    /// <summary>Runs the rows that are wanted.</summary>
    public static Figure Measure(FigureOptions options)
    {
        bool within = true;
        var table = new FigureTable("row", "ns per event", "floor, ns", "times the floor", "budget", "");
        foreach (Func<BudgetRow> create in BudgetRows.All)
        {
            BudgetRow row = create();
            if (options.Wants(row.Name))
                within &= Run(row, table);
            (row as IDisposable)?.Dispose();
            GC.Collect();
        }

        return new Figure("budget", table, [], within);
    }

    private static bool Run(BudgetRow row, FigureTable table)
    {
        var product = new Utf8Buffer(1 << 20);
        var floor = new Utf8Buffer(1 << 20);
        // Twice, so that tiered compilation has seen both and the buffers have their size.
        for (int i = 0; i < 3; i++)
        {
            Measure(row, row.Floor, floor);
            Measure(row, row.Product, product);
            Thread.Yield();
        }

        var ratios = new double[row.Rounds];
        var products = new double[row.Rounds];
        var floors = new double[row.Rounds];
        bool same = true;
        string hash = Hash(Replayed(row));
        for (int round = 0; round < row.Rounds; round++)
        {
            // Each goes first in every other round: what the one leaves behind costs the other.
            if (round % 2 == 1)
                products[round] = Measure(row, row.Product, product);
            floors[round] = Measure(row, row.Floor, floor);
            if (round % 2 == 0)
                products[round] = Measure(row, row.Product, product);
            ratios[round] = products[round] / floors[round];
            same &= Hash(product.WrittenSpan) == hash;
        }

        double ratio = Figures.Rounds.Median(ratios);
        double perEvent = Figures.Rounds.Median(products) / row.Events;
        double floorPerEvent = Figures.Rounds.Median(floors) / row.Events;
        bool ok = same && ratio <= row.Budget;
        string verdict = ok ? "ok" : "over";
        table.Add($"`{row.Name}`", perEvent, floorPerEvent, ratio, row.Budget, same ? verdict : "differs from the replay");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"budget\t{row.Name}\t{perEvent:0}\t{floorPerEvent:0}\t{ratio:0.00}\t{row.Budget:0.00}\t{verdict}\t{(same ? hash : "differs from the replay")}"));
        return ok;
    }

    private static byte[] Replayed(BudgetRow row)
    {
        var output = new Utf8Buffer(1 << 20);
        row.Replay(output);
        return output.ToArray();
    }

    private static double Measure(BudgetRow row, Action<Utf8Buffer> work, Utf8Buffer output)
    {
        output.Clear();
        GC.Collect(0);
        if (row.MeasuresProcessorTime)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime + row.ServerTime;
            work(output);
            return (Environment.CpuUsage.TotalTime + row.ServerTime - before).TotalNanoseconds;
        }

        long start = Stopwatch.GetTimestamp();
        work(output);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>
/// Runs every row of the speed budget, floor and product in turn, and prints a tab-separated line per row: <c>budget</c>, name, the
/// product's nanoseconds per event, the floor's, the median of the ratios of each round, the budget, <c>ok</c> or <c>over</c>, and the
/// SHA-256 of what the product wrote.
/// </summary>
internal static class BudgetRun
{
    private const int Rounds = 11;

    public static int Execute(string[] args)
    {
        string[] only = args.SkipWhile(static arg => arg != "--only").Skip(1).ToArray();
        bool within = true;
        foreach (Func<BudgetRow> create in BudgetRows.All)
        {
            BudgetRow row = create();
            if (only.Length > 0 && !only.Any(name => row.Name.StartsWith(name, StringComparison.Ordinal)))
                continue;
            within &= Run(row);
            (row as IDisposable)?.Dispose();
            GC.Collect();
        }

        return within ? 0 : 1;
    }

    private static bool Run(BudgetRow row)
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

        var ratios = new double[Rounds];
        var products = new double[Rounds];
        var floors = new double[Rounds];
        bool same = true;
        string hash = Hash(Replayed(row));
        for (int round = 0; round < Rounds; round++)
        {
            floors[round] = Measure(row, row.Floor, floor);
            products[round] = Measure(row, row.Product, product);
            ratios[round] = products[round] / floors[round];
            same &= Hash(product.WrittenSpan) == hash;
        }

        double ratio = Median(ratios);
        bool ok = same && ratio <= row.Budget;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"budget\t{row.Name}\t{Median(products) / row.Events:0}\t{Median(floors) / row.Events:0}\t{ratio:0.00}\t{row.Budget:0.00}\t{(ok ? "ok" : "over")}\t{(same ? hash : "differs from the replay")}"));
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
            TimeSpan before = Environment.CpuUsage.TotalTime;
            work(output);
            return (Environment.CpuUsage.TotalTime - before).TotalNanoseconds;
        }

        long start = Stopwatch.GetTimestamp();
        work(output);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}

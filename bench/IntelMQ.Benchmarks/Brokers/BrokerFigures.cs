using System.Diagnostics;
using IntelMQ.Benchmarks.Budget;
using IntelMQ.Benchmarks.Figures;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Brokers;

/// <summary>What an event of two kilobytes costs through one queue of each broker: elapsed, and processor time of this process and of the server.</summary>
internal static class BrokerFigures
{
    private const int Rounds = 7;

    public static Figure Run()
    {
        var table = new FigureTable("broker", "events/s", "processor time here, µs per event", "of the server, µs per event", "bare client: events/s", "here, µs", "server, µs");
        foreach (Func<BudgetRow> create in BudgetRows.Brokers)
        {
            using var row = (BrokerRow)create();
            var output = new Utf8Buffer(1 << 16);
            Measure(row, row.Product, output);
            Measure(row, row.Floor, output);
            var products = new List<(double Elapsed, double Here, double Server)>();
            var floors = new List<(double Elapsed, double Here, double Server)>();
            for (int i = 0; i < Rounds; i++)
            {
                floors.Add(Measure(row, row.Floor, output));
                products.Add(Measure(row, row.Product, output));
            }

            table.Add(
                $"`{row.Name}`",
                1e6 / Figures.Rounds.Median(products.Select(static cost => cost.Elapsed)),
                Figures.Rounds.Median(products.Select(static cost => cost.Here)),
                Figures.Rounds.Median(products.Select(static cost => cost.Server)),
                1e6 / Figures.Rounds.Median(floors.Select(static cost => cost.Elapsed)),
                Figures.Rounds.Median(floors.Select(static cost => cost.Here)),
                Figures.Rounds.Median(floors.Select(static cost => cost.Server)));
        }

        return new Figure("brokers", table);
    }

    // Microseconds for an event.
    private static (double Elapsed, double Here, double Server) Measure(BrokerRow row, Action<Utf8Buffer> work, Utf8Buffer output)
    {
        output.Clear();
        GC.Collect(0);
        (TimeSpan here, TimeSpan server, long start) = (Environment.CpuUsage.TotalTime, row.ServerTime, Stopwatch.GetTimestamp());
        work(output);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        return (elapsed / row.Events, (Environment.CpuUsage.TotalTime - here).TotalMicroseconds / row.Events, (row.ServerTime - server).TotalMicroseconds / row.Events);
    }
}

using IntelMQ.Benchmarks.Budget;
using IntelMQ.Benchmarks.Data;
using IntelMQ.Benchmarks.Figures;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Growth;

/// <summary>
/// Ten thousand to ten million events through a pipeline, from reports that exist only while they are asked for. The rows repeat after
/// 50,000; no bot of the chain remembers any.
/// </summary>
internal static class EventsGrowth
{
    private const int RowsPerReport = 5_000;

    public static Figure Run()
    {
        byte[][] reports = ShadowserverRows.Reports(BudgetRows.Rows, RowsPerReport);
        var buffer = new Utf8Buffer(1 << 20);
        var table = new FigureTable("events", "ns per event", "elapsed, ns per event", "floor, ns", "times the floor", "heap at most, MB");
        var cost = new List<(double, double)>();
        var heap = new List<(double, double)>();
        foreach (int events in (int[])[10_000, 100_000, 1_000_000, 10_000_000])
        {
            IEnumerable<byte[]> source = Enumerable.Range(0, events / RowsPerReport).Select(i => reports[i % reports.Length]);
            var output = new WatchedOutput();
            RoundsResult result = Rounds.Run(
                events,
                () => Floor(source, buffer),
                () => ChainPipeline.Run(source, 1, output),
                events < 10_000_000 ? Rounds.Usual : 3);
            double megabytes = output.MostHeap / 1e6;
            table.Add(events, result.Product.Processor, result.Product.Wall, result.Floor.Processor, result.Ratio, megabytes);
            cost.Add((events, result.Product.Processor));
            heap.Add((events, megabytes));
        }

        return new Figure(
            "growth-events",
            table,
            new Plot("growth-events", "A chain of four experts, by the number of events", new PlotAxis("events", IsLog: true), new PlotAxis("processor time, ns per event"), new PlotSeries("parser, four experts, output", cost)),
            new Plot("growth-events-heap", "Managed heap at most, by the number of events", new PlotAxis("events", IsLog: true), new PlotAxis("MB"), new PlotSeries("heap", heap)));
    }

    private static void Floor(IEnumerable<byte[]> reports, Utf8Buffer buffer)
    {
        byte[][] one = new byte[1][];
        foreach (byte[] report in reports)
        {
            one[0] = report;
            buffer.Clear();
            ShadowserverFloor.Run(one, buffer);
        }
    }

    /// <summary>Writes JSON lines and forgets them, and looks at the heap every sixteen batches.</summary>
    private sealed class WatchedOutput : Output
    {
        private readonly Utf8Buffer _buffer = new(1 << 20);
        private int _batches;

        public long MostHeap { get; private set; }

        public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
        {
            _buffer.Clear();
            foreach (Event message in batch)
                message.WriteTo(_buffer, MessageFormat.Flat);
            if (_batches++ % 16 == 0)
                MostHeap = Math.Max(MostHeap, GC.GetTotalMemory(forceFullCollection: false));
            return ValueTask.CompletedTask;
        }
    }
}

using System.Diagnostics;
using IntelMQ.Benchmarks.Budget;
using IntelMQ.Benchmarks.Data;
using IntelMQ.Benchmarks.Figures;
using IntelMQ.Bots;
using IntelMQ.Messages;

namespace IntelMQ.Benchmarks.Processes;

/// <summary>What piles up in a pipeline whose output is slow: reports that were collected and events that are not yet stored, and the heap.</summary>
internal static class SlowOutputFigures
{
    private const int Rows = 50_000;
    private const int RowsPerReport = 500;

    public static Figure Run()
    {
        byte[][] reports = ShadowserverRows.Reports(Rows, RowsPerReport);
        ChainPipeline.Run(reports, 1, new SlowOutput(TimeSpan.Zero, static () => 0));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var table = new FigureTable("output waits, ms per batch", "events per second", "reports under way at most", "of", "heap at most, MB");
        foreach (int milliseconds in (int[])[0, 5, 20])
        {
            int collected = 0;
            var output = new SlowOutput(TimeSpan.FromMilliseconds(milliseconds), () => Volatile.Read(ref collected));
            long start = Stopwatch.GetTimestamp();
            ChainPipeline.Run(reports.Select(report =>
            {
                Interlocked.Increment(ref collected);
                return report;
            }), 1, output);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            table.Add(milliseconds, Rows / seconds, output.MostUnderWay, reports.Length, Math.Max(0, output.MostHeap - before) / 1e6);
        }

        return new Figure("slow-output", table);
    }

    private sealed class SlowOutput(TimeSpan pause, Func<int> collected) : Output
    {
        private int _stored;

        public int MostUnderWay { get; private set; }

        public long MostHeap { get; private set; }

        public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
        {
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, TimeProvider.System, cancellationToken);
            MostUnderWay = Math.Max(MostUnderWay, collected() - (_stored / RowsPerReport));
            MostHeap = Math.Max(MostHeap, GC.GetTotalMemory(forceFullCollection: false));
            _stored += batch.Count;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using IntelMQ.Benchmarks.Brokers;
using IntelMQ.Benchmarks.Budget;
using IntelMQ.Benchmarks.Growth;
using IntelMQ.Benchmarks.Lookups;
using IntelMQ.Benchmarks.Processes;

namespace IntelMQ.Benchmarks.Figures;

/// <summary>Measures the figures that the command line asks for, prints them, and writes them into the documentation.</summary>
internal static class FigureRun
{
    // What starts processes comes before what leaves a large heap behind.
    private static readonly (string Group, string Name, Func<FigureOptions, Task<Figure>> Measure)[] All =
    [
        ("--budget", "budget", static options => Task.FromResult(BudgetRun.Measure(options))),
        ("--brokers", "brokers", static _ => Task.FromResult(BrokerFigures.Run())),
        ("--start", "start", static _ => StartFigures.RunAsync()),
        ("--file", "file", static options => FileFigures.RunAsync(options.FileMebibytes)),
        ("--file", "slow-output", static _ => Task.FromResult(SlowOutputFigures.Run())),
        ("--growth", "growth-events", static _ => Task.FromResult(EventsGrowth.Run())),
        ("--growth", "growth-columns", static _ => Task.FromResult(ColumnsGrowth.Run())),
        ("--growth", "growth-filters", static _ => Task.FromResult(FiltersGrowth.Run())),
        ("--growth", "growth-sieve", static _ => Task.FromResult(SieveGrowth.Run())),
        ("--growth", "growth-instances", static _ => Task.FromResult(InstancesGrowth.Run())),
        ("--lookups", "lookups-networks", static _ => Task.FromResult(NetworkFigures.Run())),
        ("--lookups", "lookups-mmdb", static _ => Task.FromResult(MmdbFigures.Run())),
        ("--lookups", "lookups-deduplicator-memory", static _ => Task.FromResult(DeduplicatorFigures.Memory())),
        ("--lookups", "lookups-deduplicator-time", static _ => Task.FromResult(DeduplicatorFigures.Time())),
    ];

    /// <summary>Runs.</summary>
    /// <returns>0 where all limits hold, 1 where one does not.</returns>
    public static async Task<int> ExecuteAsync(FigureOptions options)
    {
        bool isWithin = true;
        var folder = new FigureFolder(Path.Combine(FigureFolder.Repository, "docs"));
        foreach ((string group, string name, Func<FigureOptions, Task<Figure>> measure) in All)
        {
            // The budget's rows have names of their own.
            if (!options.Groups.Contains(group) || (group != "--budget" && !options.Wants(name)))
                continue;
            long start = Stopwatch.GetTimestamp();
            Figure figure = await measure(options);
            isWithin &= figure.IsWithin;
            if (group != "--budget")
                Console.Write(figure.Table.ToTsv());
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
            if (options.Writes)
                folder.Write(figure, Machine.Describe(TimeProvider.System));
            GC.Collect();
        }

        return isWithin ? 0 : 1;
    }
}

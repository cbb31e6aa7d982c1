using System.Diagnostics;

namespace IntelMQ.Benchmarks.Figures;

/// <summary>What work took, in nanoseconds.</summary>
/// <param name="Processor">Processor time of all threads, which other processes on the machine hardly change.</param>
/// <param name="Wall">Elapsed time.</param>
internal readonly record struct Cost(double Processor, double Wall)
{
    public static Cost operator /(Cost cost, double count) => new(cost.Processor / count, cost.Wall / count);
}

/// <summary>Medians over rounds: what product and floor took, and the ratio of their processor times within each round.</summary>
internal readonly record struct RoundsResult(Cost Product, Cost Floor, double Ratio);

/// <summary>Measures floor and product in turn.</summary>
internal static class Rounds
{
    /// <summary>The rounds where nothing else is said.</summary>
    public const int Usual = 7;

    // Shorter work is repeated, since the clock of processor time is coarse.
    private const double LeastNanoseconds = 40e6;

    // Longer work warms itself up.
    private const double LongNanoseconds = 1e9;

    private static readonly TimeSpan LeastWarmUp = TimeSpan.FromSeconds(0.6);

    /// <summary>Runs both, first to warm up and then in turn.</summary>
    /// <param name="events">How many events one call handles; costs are for one.</param>
    /// <param name="floor">The least work for the result.</param>
    /// <param name="product">The product's work.</param>
    /// <param name="rounds">How often.</param>
    public static RoundsResult Run(long events, Action floor, Action product, int rounds = Usual)
    {
        int floorRepeats = WarmUp(floor);
        int productRepeats = WarmUp(product);
        var floors = new Cost[rounds];
        var products = new Cost[rounds];
        for (int i = 0; i < rounds; i++)
        {
            floors[i] = Measure(floor, floorRepeats) / events;
            products[i] = Measure(product, productRepeats) / events;
        }

        return new RoundsResult(Median(products), Median(floors), Median(products.Zip(floors, static (product, floor) => product.Processor / floor.Processor)));
    }

    /// <summary>The middle value.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>The middle values, each on its own.</summary>
    public static Cost Median(IReadOnlyCollection<Cost> costs)
        => new(Median(costs.Select(static cost => cost.Processor)), Median(costs.Select(static cost => cost.Wall)));

    private static Cost Measure(Action work, int repeats)
    {
        GC.Collect(0);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
            work();
        double wall = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        return new Cost((Environment.CpuUsage.TotalTime - before).TotalNanoseconds, wall) / repeats;
    }

    // Long enough for tiered compilation to have replaced the first code, by the clock that a busy machine does not slow down.
    private static int WarmUp(Action work)
    {
        TimeSpan end = Environment.CpuUsage.TotalTime + LeastWarmUp;
        double last;
        int runs = 0;
        do
        {
            last = Measure(work, 1).Processor;
            runs++;
        }
        while (Environment.CpuUsage.TotalTime < end || (runs < 3 && last < LongNanoseconds));

        return Math.Max(1, (int)Math.Ceiling(LeastNanoseconds / last));
    }
}

using System.Globalization;
using System.Text;
using IntelMQ.Benchmarks.Budget;
using IntelMQ.Benchmarks.Figures;
using IntelMQ.Bots;
using IntelMQ.Bots.Experts;
using IntelMQ.Messages;

namespace IntelMQ.Benchmarks.Growth;

/// <summary>
/// A chain of filter experts, each of which drops one value of one field; one event in four is dropped, by the last. The floor compares the
/// field's bytes with each value.
/// </summary>
internal static class FiltersGrowth
{
    private const string Field = "extra.tag";

    public static Figure Run()
    {
        Event[] events = RuleEvents.Take();
        byte[][] values = RuleEvents.Values(events, Field);
        var table = new FigureTable("filters", "ns per event", "ns per filter", "floor, ns", "times the floor");
        var product = new List<(double, double)>();
        var floor = new List<(double, double)>();
        foreach (int count in RuleEvents.Counts)
        {
            string[] refused = [.. Enumerable.Range(1, count - 1).Select(static i => string.Create(CultureInfo.InvariantCulture, $"tag-{i}")), "https;ssl"];
            byte[][] refusedBytes = [.. refused.Select(Encoding.UTF8.GetBytes)];
            Expert[] filters = [.. refused.Select(static value => new FilterExpert(new FilterExpertOptions { FilterKey = Field, FilterValue = value, FilterAction = "drop" }))];
            Agreement.Check(Passed(values, refusedBytes), Passed(events, filters));
            RoundsResult result = Rounds.Run(RuleEvents.Count, () => Passed(values, refusedBytes), () => Passed(events, filters));
            table.Add(count, result.Product.Processor, result.Product.Processor / count, result.Floor.Processor, result.Ratio);
            product.Add((count, result.Product.Processor));
            floor.Add((count, result.Floor.Processor));
        }

        return new Figure(
            "growth-filters",
            table,
            new Plot("growth-filters", "A chain of filter experts", new PlotAxis("filters", IsLog: true), new PlotAxis("ns per event", IsLog: true), new PlotSeries("filter experts", product), new PlotSeries("floor: comparing bytes", floor)));
    }

    private static int Passed(Event[] events, Expert[] filters)
    {
        int passed = 0;
        foreach (Event message in events)
            passed += ChainRow.Passes(filters, message) ? 1 : 0;
        return passed;
    }

    private static int Passed(byte[][] values, byte[][] refused)
    {
        int passed = 0;
        foreach (byte[] value in values)
        {
            bool isRefused = false;
            for (int i = 0; i < refused.Length && !isRefused; i++)
                isRefused = value.AsSpan().SequenceEqual(refused[i]);
            passed += isRefused ? 0 : 1;
        }

        return passed;
    }
}

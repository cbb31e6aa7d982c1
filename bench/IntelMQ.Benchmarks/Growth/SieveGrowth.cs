using IntelMQ.Benchmarks.Figures;
using IntelMQ.Bots.Sieve;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Benchmarks.Growth;

/// <summary>Sieve rules of three kinds, of which only the last matches any events, and drops them.</summary>
internal static class SieveGrowth
{
    public static Figure Run()
    {
        Event[] events = RuleEvents.Take();
        SieveKind[] kinds = [new SieveTextKind(events), new SieveNetworkKind(events), new SieveExpressionKind(events)];
        var table = new FigureTable("rules", "kind", "ns per event", "floor, ns", "times the floor");
        var lines = kinds.ToDictionary(static kind => kind, static _ => new List<(double, double)>());
        foreach (int count in RuleEvents.Counts)
        {
            foreach (SieveKind kind in kinds)
            {
                if (!SieveProgram.TryParse(kind.Prepare(count), Schema.Default, out SieveProgram? program, out IReadOnlyList<SieveError> errors))
                    throw new InvalidOperationException(errors[0].ToString());
                Agreement.Check(kind.Dropped(), Dropped(program, events));
                RoundsResult result = Rounds.Run(events.Length, () => kind.Dropped(), () => Dropped(program, events));
                table.Add(count, kind.Name, result.Product.Processor, result.Floor.Processor, result.Ratio);
                lines[kind].Add((count, result.Product.Processor));
            }
        }

        return new Figure(
            "growth-sieve",
            table,
            new Plot("growth-sieve", "Sieve rules", new PlotAxis("rules", IsLog: true), new PlotAxis("ns per event", IsLog: true), [.. kinds.Select(kind => new PlotSeries(kind.Name, lines[kind]))]));
    }

    private static int Dropped(SieveProgram program, Event[] events)
    {
        int dropped = 0;
        foreach (Event message in events)
            dropped += program.Run(message).IsDrop ? 1 : 0;
        return dropped;
    }
}

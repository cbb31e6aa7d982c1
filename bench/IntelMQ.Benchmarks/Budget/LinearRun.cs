using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>
/// Measures every parser of the catalogue at one and eight times its input, in turn, and prints a line for each in the budget's form:
/// <c>budget</c>, <c>linear:MODULE</c>, nanoseconds of processor time per row at eight times and at once, the ratio of the whole reports, the
/// budget, <c>ok</c> or <c>over</c>, and how many rows there were and what they gave. The fastest of five rounds counts, of up to 25 where it would be over. Events are read, not
/// written: many hold the whole message that they stand in as their <c>raw</c>. The time at once is an eighth of that for eight such reports.
/// </summary>
internal static class LinearRun
{
    private const string Prefix = "intelmq.bots.parsers.";
    private const double Budget = 10;
    private const int Rounds = 5;

    // Where other work on the machine, or the collector, may have been in the way.
    private const int MostRounds = 25;
    private const int Times = 8;

    // Of less, the compiler and the collector tell more than the parser does.
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(2);

    public static int Execute(string[] args)
    {
        string[] only = args.SkipWhile(static arg => arg != "--only").Skip(1).ToArray();
        string[] unmeasured = [.. StandardBots.All.Where(static bot => bot.Kind == BotKind.Parser && !LinearInputs.All.Any(input => Prefix + input.Module == bot.Module)).Select(static bot => bot.Module)];
        foreach (string module in unmeasured)
            Console.WriteLine($"budget\tlinear:{module}\t-\t-\t-\t{Budget:0.00}\tover\tthere is no input for it");
        bool within = unmeasured.Length == 0;
        foreach (LinearInput input in LinearInputs.All)
        {
            if (only.Length == 0 || only.Any(name => input.Module.Contains(name, StringComparison.Ordinal)))
                within &= Run(input);
        }

        return within ? 0 : 1;
    }

    private static bool Run(LinearInput input)
    {
        using JsonDocument parameters = JsonDocument.Parse($"{input.Parameters[..^1]}{(input.Parameters.Length > 2 ? ", " : "")}\"max_line_size\": {1 << 28}}}");
        var parser = (Parser)new BotCatalog().Add(StandardBots.All).Get(Prefix + input.Module).Create(parameters.RootElement, ParameterSource.IntelMQ, BotServices.Default, []);
        int rows = input.Rows;
        Report[] apart = MakeApart(input, rows);

        // Long enough for tiered compilation to be done with it; otherwise the small report is the slower one, and what grows is not seen.
        var warm = TimeSpan.Zero;
        for (int i = 0; i < 3 || warm < WarmUp; i++)
            warm += Measure(parser, apart);
        while (rows < input.MostRows && Measure(parser, apart) is var time && time < Enough)
        {
            rows *= time < Enough / 8 ? 8 : 2;
            apart = MakeApart(input, rows);
        }

        Report[] whole = [Make(input, rows * Times)];
        Measure(parser, whole);
        double small = double.MaxValue;
        double large = double.MaxValue;
        for (int round = 0; round < Rounds || (round < MostRounds && large > Budget * small); round++)
        {
            small = Math.Min(small, Measure(parser, apart).TotalNanoseconds / Times);
            large = Math.Min(large, Measure(parser, whole).TotalNanoseconds);
            if (large > TooLong.TotalNanoseconds)
                break;
        }

        (int events, int failures, string? failure) = Count(parser, whole[0]);
        double ratio = large / small;
        bool ok = ratio <= Budget && events > 0 && failures == 0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"budget\tlinear:{input.Module}\t{large / rows / Times:0}\t{small / rows:0}\t{ratio:0.00}\t{Budget:0.00}\t{(ok ? "ok" : "over")}\t{rows * Times} rows, {events} events, {failures} failures{(failure is null ? "" : $": {failure}")}"));
        return ok;
    }

    // As many bytes as the large report, so that caches and the machine's other work touch both alike; only what a parser makes of size differs.
    private static Report[] MakeApart(LinearInput input, int rows) => [.. Enumerable.Range(0, Times).Select(_ => Make(input, rows))];

    private static Report Make(LinearInput input, int rows)
    {
        var text = new StringBuilder(input.Before);
        for (int i = 0; i < rows; i++)
        {
            string row = input.Row.Replace("$N", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("$I", string.Create(CultureInfo.InvariantCulture, $"198.51.{i / 254 % 254 + 1}.{i % 254 + 1}"), StringComparison.Ordinal)
                .Replace("$H", string.Create(CultureInfo.InvariantCulture, $"h{i}.example.com"), StringComparison.Ordinal);
            text.Append(i > 0 ? input.Between : "").Append(row);
        }

        var report = new Report(Encoding.UTF8.GetBytes(text.Append(input.After).ToString()), Schema.Default);
        if (input.Url is not null)
            report[Fields.Feed.Url] = input.Url;
        if (input.ReportField is var (name, value))
            report.Set(name, value);
        return report;
    }

    private static TimeSpan Measure(Parser parser, Report[] reports)
    {
        GC.Collect(0);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        foreach (ParsedItem _ in reports.SelectMany(parser.Read))
        {
        }

        return Environment.CpuUsage.TotalTime - before;
    }

    private static (int Events, int Failures, string? Failure) Count(Parser parser, Report report)
    {
        int events = 0;
        int failures = 0;
        string? failure = null;
        foreach (ParsedItem item in parser.Read(report))
        {
            events += item.Event is null ? 0 : 1;
            failures += item.Failure is null ? 0 : 1;
            failure ??= item.Failure?.Reason;
        }

        return (events, failures, failure);
    }
}

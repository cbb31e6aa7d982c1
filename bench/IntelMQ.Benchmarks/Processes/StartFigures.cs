using System.Diagnostics;
using IntelMQ.Benchmarks.Figures;

namespace IntelMQ.Benchmarks.Processes;

/// <summary>
/// From the start of a process to the first event in QuickStart's output file, seen from outside; beside an empty program, from its start to
/// the first byte it prints. Programs in turn, medians of five runs after one that warms up the disk cache.
/// </summary>
internal static class StartFigures
{
    private const int Runs = 5;
    private const double MaxMilliseconds = 300;

    public static async Task<Figure> RunAsync()
    {
        await EmptyAsync();
        await QuickStartAsync();
        var empty = new double[Runs];
        var quickStart = new double[Runs];
        for (int i = 0; i < Runs; i++)
        {
            empty[i] = await EmptyAsync();
            quickStart[i] = await QuickStartAsync();
        }

        double median = Rounds.Median(quickStart);
        var table = new FigureTable("program", "ms, median", "least", "most", "times the floor", "limit", "");
        table.Add("`dotnet QuickStart.dll`, to the first event written", median, quickStart.Min(), quickStart.Max(), median / Rounds.Median(empty), MaxMilliseconds, median <= MaxMilliseconds ? "ok" : "over");
        table.Add("floor: `dotnet EmptyProgram.dll`, to its first output", Rounds.Median(empty), empty.Min(), empty.Max(), 1.0, "", "");
        return new Figure("start", table, [], median <= MaxMilliseconds);
    }

    private static async Task<double> EmptyAsync()
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = SampleProgram.Start(SampleProgram.Empty);
        process.StandardOutput.Read();
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await process.WaitForExitAsync();
        return milliseconds;
    }

    private static async Task<double> QuickStartAsync()
    {
        using var folder = new ScratchFolder();
        var events = new FileInfo(folder.In("events.jsonl"));
        long start = Stopwatch.GetTimestamp();
        using Process process = SampleProgram.Start(SampleProgram.QuickStart, "--output", folder.Path);
        while (!events.Exists || events.Length == 0)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"QuickStart ended with {process.ExitCode} and wrote nothing.");
            await Task.Delay(1);
            events.Refresh();
        }

        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return milliseconds;
    }
}

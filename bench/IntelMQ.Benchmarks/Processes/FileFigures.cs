using System.Diagnostics;
using System.Globalization;
using IntelMQ.Benchmarks.Data;
using IntelMQ.Benchmarks.Figures;

namespace IntelMQ.Benchmarks.Processes;

/// <summary>
/// A large report file through QuickStart, as a process of its own: how much memory it takes at most, and how fast each tenth of the output
/// comes, by the growth of the output file.
/// </summary>
internal static class FileFigures
{
    private const double MaxMebibytes = 200;
    private const double MaxSlowdown = 1.25;
    private const int Tenths = 10;

    // The parser takes the report's type from it.
    private const string FileName = "2026-11-20-scan_http-example-geo.csv";

    public static async Task<Figure> RunAsync(int mebibytes)
    {
        using var folder = new ScratchFolder();
        string input = Directory.CreateDirectory(folder.In("in")).FullName;
        string output = folder.In("out");
        File.WriteAllText(folder.In("schema.json"), ShadowserverRows.SchemaJson);
        int rows = ReportFile.Write(Path.Combine(input, FileName), (long)mebibytes << 20);

        using Process process = SampleProgram.Start(SampleProgram.QuickStart, "--input", input, "--output", output, "--schema", folder.In("schema.json"));
        Task<string> printed = process.StandardOutput.ReadToEndAsync();
        List<(double Seconds, long Bytes)> samples = [];
        long mostResident = 0;
        long start = Stopwatch.GetTimestamp();
        var events = new FileInfo(Path.Combine(output, "events.jsonl"));
        while (!process.HasExited)
        {
            mostResident = Math.Max(mostResident, PeakResident(process));
            events.Refresh();
            if (events.Exists && events.Length > 0)
                samples.Add((Stopwatch.GetElapsedTime(start).TotalSeconds, events.Length));
            await Task.Delay(20);
        }

        if (process.ExitCode != 0)
            throw new InvalidOperationException($"QuickStart ended with {process.ExitCode}: {await printed}");
        // An event holds its row in Base64, and more.
        if (samples.Count < 2 || samples[^1].Bytes < (long)mebibytes << 20)
            throw new InvalidOperationException($"QuickStart wrote too few events: {await printed}");
        return Judge(rows, mebibytes, mostResident / 1048576.0, GrowthOfFile.Parts(samples, Tenths));
    }

    private static Figure Judge(int rows, int mebibytes, double resident, IReadOnlyList<double> tenths)
    {
        double slowdown = tenths[^1] / tenths[0];
        double median = Rounds.Median(tenths);
        bool isSmall = resident <= MaxMebibytes;
        bool isSteady = slowdown <= MaxSlowdown;
        var table = new FigureTable(string.Create(CultureInfo.InvariantCulture, $"{mebibytes:#,0} MiB of report, {rows:#,0} rows"), "figure", "limit", "");
        table.Add("working set at most, MiB", resident, MaxMebibytes, isSmall ? "ok" : "over");
        table.Add("the last tenth's time to the first's", slowdown, MaxSlowdown, isSteady ? "ok" : "over");
        table.Add("the slowest tenth's time to the median's", tenths.Max() / median, "", "");
        table.Add("elapsed, s", tenths.Sum(), "", "");
        table.Add("events per second", rows / tenths.Sum(), "", "");
        return new Figure(
            "file",
            table,
            [new Plot("file", "A large report through QuickStart, by tenths of the output", new PlotAxis("tenth"), new PlotAxis("seconds"), new PlotSeries("elapsed", [.. tenths.Select(static (seconds, i) => (i + 1.0, seconds))]))],
            isSmall && isSteady);
    }

    // The system's own high-water mark; elsewhere what the framework has seen.
    private static long PeakResident(Process process)
    {
        try
        {
            string status = $"/proc/{process.Id}/status";
            if (File.Exists(status) && File.ReadLines(status).FirstOrDefault(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line)
                return long.Parse(line.AsSpan(6).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) * 1024;
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It has just ended.
            return 0;
        }
    }
}

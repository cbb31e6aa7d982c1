using System.Globalization;
using System.Runtime.InteropServices;

namespace IntelMQ.Benchmarks.Figures;

/// <summary>Says where and when something was measured.</summary>
internal static class Machine
{
    /// <summary>A line with processor, cores, system, runtime and date.</summary>
    public static string Describe(TimeProvider time)
        => string.Create(CultureInfo.InvariantCulture, $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {time.GetUtcNow():yyyy-MM-dd}");

    // There is no portable way to ask.
    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        string? line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}

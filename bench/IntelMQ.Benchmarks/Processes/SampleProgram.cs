using System.Diagnostics;
using IntelMQ.Benchmarks.Figures;

namespace IntelMQ.Benchmarks.Processes;

/// <summary>Starts programs of the repository as a user does: <c>dotnet PROGRAM.dll</c>, built in Release.</summary>
internal static class SampleProgram
{
    /// <summary>The folder of the sample program's build.</summary>
    public static string QuickStart { get; } = Built("samples", "QuickStart");

    /// <summary>The folder of the empty program's build.</summary>
    public static string Empty { get; } = Built("bench", "EmptyProgram");

    /// <summary>Starts a program; what it writes can be read from its standard output.</summary>
    public static Process Start(string folder, params string[] arguments)
    {
        string program = Path.Combine(folder, Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(folder)))) + ".dll");
        if (!File.Exists(program))
            throw new FileNotFoundException($"There is no '{program}': build the benchmarks with -c Release.", program);
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true };
        return Process.Start(start) ?? throw new InvalidOperationException($"'{program}' could not be started.");
    }

    private static string Built(params string[] project)
        => Path.Combine([FigureFolder.Repository, .. project, "bin", "Release", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))]);
}

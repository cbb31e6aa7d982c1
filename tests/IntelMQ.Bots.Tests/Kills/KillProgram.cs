using System.Diagnostics;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Kills;

/// <summary>The program that kills; see tests/Kills.</summary>
internal static class KillProgram
{
    /// <summary>Runs the program and looks that nothing is lost.</summary>
    public static async Task LoseNothingAsync(params string[] arguments)
        => Assert.Contains(" 0 lost, 0 torn", await SucceedAsync(arguments), StringComparison.Ordinal);

    /// <summary>Runs the program.</summary>
    /// <returns>What it has counted.</returns>
    public static async Task<string> SucceedAsync(params string[] arguments)
    {
        using var folder = new TempFolder();
        string program = Path.Combine(AppContext.BaseDirectory, "Kills.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, "--folder", folder.Path, .. arguments]) { RedirectStandardOutput = true };
        using Process rounds = Process.Start(start)!;

        string tally = await rounds.StandardOutput.ReadToEndAsync();
        await rounds.WaitForExitAsync();

        // The program judges what is doubled: queues in memory may, durable ones may not.
        Assert.True(rounds.ExitCode == 0, tally);
        return tally;
    }
}

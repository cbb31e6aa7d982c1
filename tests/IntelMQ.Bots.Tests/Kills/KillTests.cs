using System.Diagnostics;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Kills;

public sealed class KillTests
{
    [Fact]
    public async Task Thirty_kills_and_stops_at_random_moments_lose_and_tear_nothing()
    {
        using var folder = new TempFolder();
        string program = Path.Combine(AppContext.BaseDirectory, "Kills.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, "--rounds", "30", "--longest", "700", "--folder", folder.Path]) { RedirectStandardOutput = true };
        using Process rounds = Process.Start(start)!;

        string tally = await rounds.StandardOutput.ReadToEndAsync();
        await rounds.WaitForExitAsync();

        Assert.True(rounds.ExitCode == 0, tally);
        Assert.Contains(" 0 lost, 0 torn", tally, StringComparison.Ordinal);
    }
}

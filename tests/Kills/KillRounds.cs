using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Kills;

/// <summary>
/// Rounds of: new input, a worker, and its end at a random moment. After some rounds a worker is let run to its end, and everything that
/// came out is counted.
/// </summary>
internal sealed class KillRounds(string place, int seed, TimeSpan longest, bool fillsDisk, TextWriter log)
{
    private const int RoundsPerCount = 10;
    private const int EventsPerRound = 6000;
    private const int BadLineEvery = 500;

    private readonly Random _random = new(seed);
    private readonly KillTally _tally = new();

    public async Task<KillTally> RunAsync(int rounds)
    {
        for (int done = 0; done < rounds;)
        {
            var folders = new KillFolders(Path.Combine(place, string.Create(CultureInfo.InvariantCulture, $"row{done}")));
            Directory.CreateDirectory(folders.Input);
            var sheet = new KillSheet();
            int row = Math.Min(RoundsPerCount, rounds - done);
            for (int i = 0; i < row; i++)
            {
                await WriteInputAsync(folders, sheet, i).ConfigureAwait(false);
                await RunRoundAsync(folders).ConfigureAwait(false);
            }

            done += row;
            await DrainAsync(folders).ConfigureAwait(false);
            await sheet.CountAsync(folders, _tally, row).ConfigureAwait(false);
            await log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{done}: {_tally}")).ConfigureAwait(false);
            if (_tally.IsGood)
                Directory.Delete(folders.Root, recursive: true);
        }

        return _tally;
    }

    // Written beside and renamed, as the page of the collector says.
    private async Task WriteInputAsync(KillFolders folders, KillSheet sheet, int round)
    {
        for (int file = 0; file < 3; file++)
        {
            var text = new StringBuilder();
            for (int i = 0; i < EventsPerRound / 3; i++)
                text.Append(sheet.NextLine(isBad: i % BadLineEvery == 7, isAgain: i % 11 == 3 ? _random : null)).Append('\n');
            string path = Path.Combine(folders.Input, string.Create(CultureInfo.InvariantCulture, $"{round:d3}-{file}.jsonl"));
            await File.WriteAllTextAsync(path + ".part", text.ToString()).ConfigureAwait(false);
            File.Move(path + ".part", path);
        }
    }

    private async Task RunRoundAsync(KillFolders folders)
    {
        using Process worker = Start(folders);
        await worker.StandardOutput.ReadLineAsync().ConfigureAwait(false);
        string ballast = Path.Combine(folders.Root, "ballast");
        bool isFull = fillsDisk && _random.Next(3) == 0;
        await Task.Delay(longest * Math.Pow(_random.NextDouble(), 2)).ConfigureAwait(false);
        if (isFull)
        {
            Fill(ballast);
            _tally.Filled++;
            await Task.Delay(longest * _random.NextDouble()).ConfigureAwait(false);
            if (_random.Next(2) == 0)
                File.Delete(ballast);
        }

        bool isTerminated = _random.Next(3) == 0;
        if (!worker.HasExited)
        {
            if (isTerminated)
            {
                _tally.Stopped++;
                using Process kill = Process.Start("kill", ["-TERM", worker.Id.ToString(CultureInfo.InvariantCulture)]);
                await kill.WaitForExitAsync().ConfigureAwait(false);
            }
            else
            {
                _tally.Killed++;
                worker.Kill();
            }
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await worker.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _tally.Faults.Add("A worker that was told to stop did not.");
            worker.Kill();
            await worker.WaitForExitAsync().ConfigureAwait(false);
        }

        File.Delete(ballast);
    }

    private async Task DrainAsync(KillFolders folders)
    {
        for (int attempt = 0; attempt < 5; attempt++)
        {
            using Process worker = Start(folders);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            string errors = await worker.StandardError.ReadToEndAsync(patience.Token).ConfigureAwait(false);
            await worker.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            if (worker.ExitCode != 0)
                _tally.Faults.Add($"A worker that was let run ended with {worker.ExitCode}: {errors}");
            // What is held waits for its time.
            await Task.Delay(1200).ConfigureAwait(false);
            if (attempt > 0 && Directory.GetFiles(folders.Input).Length == 0)
                return;
        }
    }

    private static void Fill(string path)
    {
        byte[] block = new byte[64 * 1024];
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static Process Start(KillFolders folders)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(KillRounds).Assembly.Location, "worker", folders.Root]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}

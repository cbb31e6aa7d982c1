using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Kills;

/// <summary>
/// Rounds of: new input, a worker, and its end at a random moment. After some rounds a worker is let run to its end, and everything that
/// came out is counted.
/// </summary>
internal sealed class KillRounds(KillSetting setting, string place, int seed, TimeSpan longest, int events, bool fillsDisk, int patience, TextWriter log)
{
    private const int RoundsPerCount = 10;
    private const int BadLineEvery = 500;

    private readonly Random _random = new(seed);
    private readonly KillTally _tally = new();

    public async Task<KillTally> RunAsync(int rounds)
    {
        for (int done = 0; done < rounds;)
        {
            var folders = new KillFolders(Path.Combine(place, string.Create(CultureInfo.InvariantCulture, $"row{done}")));
            Directory.CreateDirectory(folders.Input);
            using KillServer? server = KillServer.Start(setting);
            var sheet = new KillSheet();
            int row = Math.Min(RoundsPerCount, rounds - done);
            for (int i = 0; i < row; i++)
            {
                await WriteInputAsync(folders, sheet, i).ConfigureAwait(false);
                await RunRoundAsync(folders, server, isFirst: i == 0).ConfigureAwait(false);
            }

            done += row;
            await DrainAsync(folders, server).ConfigureAwait(false);
            await CountAsync(folders, server, sheet, row).ConfigureAwait(false);
            await log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{done}: {_tally}")).ConfigureAwait(false);
            if (_tally.IsGood)
                Directory.Delete(folders.Root, recursive: true);
        }

        return _tally;
    }

    private async Task CountAsync(KillFolders folders, KillServer? server, KillSheet sheet, int row)
    {
        if (!setting.IsDurable)
        {
            await sheet.CountAsync(folders, _tally, row).ConfigureAwait(false);
            return;
        }

        _tally.MayOvercount = setting.MayOvercount;
        await using (KillSite site = await KillSite.OpenAsync(setting.Broker, server?.Port ?? 0, folders).ConfigureAwait(false))
            await Ledger.CountAsync(site, folders, sheet, _tally).ConfigureAwait(false);
        // A batch of each output for each kill, and for each stop that did not come to its end.
        _tally.MostRepeated = 2L * DurableWorker.BatchSize * (_tally.Killed + _tally.Stopped + _tally.ServerKills);
    }

    // Written beside and renamed, as the page of the collector says.
    private async Task WriteInputAsync(KillFolders folders, KillSheet sheet, int round)
    {
        for (int file = 0; file < 3; file++)
        {
            var text = new StringBuilder();
            for (int i = 0; i < events / 3; i++)
                text.Append(sheet.NextLine(isBad: i % BadLineEvery == 7, isAgain: i % 11 == 3 ? _random : null)).Append('\n');
            string path = Path.Combine(folders.Input, string.Create(CultureInfo.InvariantCulture, $"{round:d3}-{file}.jsonl"));
            await File.WriteAllTextAsync(path + ".part", text.ToString()).ConfigureAwait(false);
            File.Move(path + ".part", path);
        }
    }

    private async Task RunRoundAsync(KillFolders folders, KillServer? server, bool isFirst)
    {
        using Process worker = Start(folders, server);
        await worker.StandardOutput.ReadLineAsync().ConfigureAwait(false);
        // RabbitMQ writes a new queue to its tables a moment after it has answered; until then a kill takes the queue away as well.
        if (isFirst && setting is { KillsServer: true, NeedsRabbit: true })
            await Task.Delay(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
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

        if (setting.KillsServer)
            await KillServerAsync(server!).ConfigureAwait(false);
        bool isTerminated = setting.KillsServer || _random.Next(3) == 0;
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

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30 * patience));
        try
        {
            await worker.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _tally.Faults.Add("A worker that was told to stop did not.");
            worker.Kill();
            await worker.WaitForExitAsync().ConfigureAwait(false);
        }

        File.Delete(ballast);
    }

    private async Task KillServerAsync(KillServer server)
    {
        for (int times = 1 + _random.Next(2); times > 0; times--)
        {
            _tally.ServerKills++;
            server.Kill();
            await Task.Delay(_random.Next(200)).ConfigureAwait(false);
            server.Run();
            await Task.Delay(longest * _random.NextDouble()).ConfigureAwait(false);
        }
    }

    private async Task DrainAsync(KillFolders folders, KillServer? server)
    {
        for (int attempt = 0; attempt < 5; attempt++)
        {
            using Process worker = Start(folders, server);
            await LetRunAsync(worker).ConfigureAwait(false);
            // What is held waits for its time.
            await Task.Delay(1200).ConfigureAwait(false);
            if (attempt > 0 && Directory.GetFiles(folders.Input).Length == 0)
                return;
        }
    }

    private async Task LetRunAsync(Process worker)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5 * patience));
        try
        {
            string errors = await worker.StandardError.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            await worker.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            if (worker.ExitCode != 0)
                _tally.Faults.Add($"A worker that was let run ended with {worker.ExitCode}: {errors}");
        }
        catch (OperationCanceledException)
        {
            _tally.Faults.Add("A worker that was let run did not come to its end in time.");
            worker.Kill();
            await worker.WaitForExitAsync().ConfigureAwait(false);
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

    private Process Start(KillFolders folders, KillServer? server)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(KillRounds).Assembly.Location, "worker", folders.Root, setting.Broker, (server?.Port ?? 0).ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}

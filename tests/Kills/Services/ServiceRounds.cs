using System.Diagnostics;
using System.Globalization;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace Kills.Services;

/// <summary>Rounds of: new reports at a service, a worker that collects them, and its end at a random moment; then everything is counted.</summary>
internal sealed class ServiceRounds(string service, string place, int seed, TimeSpan longest)
{
    private const int ReportsPerRound = 60;
    // A feed gives its next reports when the last ones were taken.
    private const int MinReportsPerRound = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(seed);

    public async Task<KillTally> RunAsync(int rounds)
    {
        var tally = new KillTally { MostRepeated = 0 };
        var folders = new KillFolders(place);
        Directory.CreateDirectory(folders.State);
        await using IPlayedService player = PlayedServices.Start(service);
        for (int i = 0; i < rounds; i++)
        {
            player.Add(ReportsPerRound);
            await KillAsync(folders, player, tally).ConfigureAwait(false);
        }

        for (int attempt = 0; attempt < 2; attempt++)
        {
            using Process last = Start(folders, player, goesOn: false);
            string errors = await last.StandardError.ReadToEndAsync().ConfigureAwait(false);
            await last.WaitForExitAsync().ConfigureAwait(false);
            if (last.ExitCode != 0)
                tally.Faults.Add($"A worker that was let run ended with {last.ExitCode}: {errors}");
        }

        await CountAsync(folders, player.Count, tally).ConfigureAwait(false);
        if (player.Count < rounds * MinReportsPerRound)
            tally.Faults.Add($"Only {player.Count} reports were there to be collected.");
        return tally;
    }

    private async Task KillAsync(KillFolders folders, IPlayedService player, KillTally tally)
    {
        using Process worker = Start(folders, player, goesOn: true);
        await worker.StandardOutput.ReadLineAsync().ConfigureAwait(false);
        // Most of the time goes by before the first report is there.
        if (_random.Next(4) > 0 && await Task.WhenAny(worker.StandardOutput.ReadLineAsync(), Task.Delay(Patience)).ConfigureAwait(false) is not Task<string?>)
            tally.Faults.Add("A worker collected nothing.");
        await Task.Delay(longest * Math.Pow(_random.NextDouble(), 2)).ConfigureAwait(false);
        worker.Kill();
        tally.Killed++;
        await worker.WaitForExitAsync().ConfigureAwait(false);
    }

    private Process Start(KillFolders folders, IPlayedService player, bool goesOn)
    {
        string[] arguments = ["exec", typeof(ServiceRounds).Assembly.Location, "service", folders.Root, service, player.Place, goesOn ? "on" : "once"];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private static async Task CountAsync(KillFolders folders, int count, KillTally tally)
    {
        var found = new int[count];
        await using KillSite site = await KillSite.OpenAsync("sqlite", 0, folders).ConfigureAwait(false);
        QueueName queue = QueueName.Of(ServiceWorker.Ledger);
        await site.Broker.DeclareAsync(new QueueDeclaration(queue, null, 1), default).ConfigureAwait(false);
        await site.Broker.CompleteAsync(queue, default).ConfigureAwait(false);
        await using IQueueReader reader = await site.Broker.OpenReaderAsync(queue, 0, 1, default).ConfigureAwait(false);
        for (long number = 1; await reader.ReceiveAsync(1000, 16 << 20, default).ConfigureAwait(false) is { Count: > 0 } batch; number++)
        {
            Delivery[] settled = [.. batch];
            foreach (Delivery delivery in settled)
                found[int.Parse(((Event)delivery.Message!)["extra.id"].ToString(), CultureInfo.InvariantCulture)]++;
            await reader.CommitAsync(new UnitOfWork { Number = number, Settled = settled }, default).ConfigureAwait(false);
        }

        tally.Sent = count;
        tally.Lost = found.Count(static times => times == 0);
        tally.Doubled = found.Sum(static times => Math.Max(0, times - 1));
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Failures;
using IntelMQ.Pipelines;

namespace Kills;

/// <summary>Has a pipeline meet events that end the process whenever they are worked on, and starts it again until everything is done.</summary>
internal sealed class PoisonRounds(KillSetting setting, KillFolders folders, TextWriter log)
{
    private const int Events = 900;
    private const int MostStarts = 40;

    // The first of a batch, and two beside each other.
    private static readonly int[] Poison = [0, 500, 501];

    /// <returns>Whether all others came out and those are kept.</returns>
    public async Task<bool> RunAsync()
    {
        Directory.CreateDirectory(folders.Input);
        var text = new StringBuilder();
        for (int id = 0; id < Events; id++)
            text.Append(CultureInfo.InvariantCulture, $"{{\"extra.id\": {id}{(Poison.Contains(id) ? $", \"{PoisonExpert.Mark}\": true" : "")}}}\n");
        await File.WriteAllTextAsync(Path.Combine(folders.Input, "events.jsonl"), text.ToString()).ConfigureAwait(false);
        using KillServer? server = KillServer.Start(setting);
        int starts = 0;
        while (!await RunWorkerAsync(server).ConfigureAwait(false))
        {
            if (++starts == MostStarts)
            {
                await log.WriteLineAsync($"Not done after {starts} starts.").ConfigureAwait(false);
                return false;
            }
        }

        HashSet<long?> written = [];
        await foreach (string line in File.ReadLinesAsync(folders.Events).ConfigureAwait(false))
            written.Add(KillSheet.NumberIn(line, "extra.id"));
        List<string> kept = [];
        await using (KillSite site = await KillSite.OpenAsync(setting.Broker, server?.Port ?? 0, folders).ConfigureAwait(false))
        {
            await foreach (StoredFailure failure in site.Broker.Failures.ReadAsync(default).ConfigureAwait(false))
                kept.Add($"{failure.Failure.BotId}: {failure.Failure.Reason}");
        }

        await log.WriteLineAsync($"{starts} ends of the process, {written.Count} events written, kept:\n{string.Join('\n', kept)}").ConfigureAwait(false);
        return written.Count == Events - Poison.Length && kept.Count == Poison.Length && kept.TrueForAll(static reason => reason.Contains("ended each time", StringComparison.Ordinal));
    }

    /// <summary>What a worker process does.</summary>
    public static async Task<int> WorkAsync(KillFolders folders, string broker, int port)
    {
        await using KillSite site = await KillSite.OpenAsync(broker, port, folders);
        await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = site.Broker, BatchSize = 64 }, p => p
            .Collect(new FileCollector(new FileCollectorOptions { Path = folders.Input, Postfix = ".jsonl", DeleteFile = true, MinimumAge = TimeSpan.Zero, Name = "Kills" }))
            .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }))
            .Expert(new PoisonExpert(), new BotSetup { Id = "poison", HasOwnQueue = true })
            .Output(new FileOutput(new FileOutputOptions { File = folders.Events })));
        PipelineResult result = await pipeline.RunAsync(default);
        return result.IsComplete ? 0 : 3;
    }

    private async Task<bool> RunWorkerAsync(KillServer? server)
    {
        using Process worker = Process.Start("dotnet", ["exec", typeof(PoisonRounds).Assembly.Location, "poison", folders.Root, setting.Broker, (server?.Port ?? 0).ToString(CultureInfo.InvariantCulture)]);
        await worker.WaitForExitAsync().ConfigureAwait(false);
        return worker.ExitCode == 0;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Pipelines;
using IntelMQ.Sqlite;
using IntelMQ.Sqlite.Store;
using IntelMQ.Store;

namespace Kills;

/// <summary>Kills a pipeline that writes to an event store, starts it again until everything is done, and counts what the store holds.</summary>
internal sealed class StoreRounds(KillFolders folders, int seed, TimeSpan longest, int events, TextWriter log)
{
    private const int MostStarts = 1000;

    private string Database => Path.Combine(folders.Root, "store.db");

    /// <returns>Whether the store holds each event once.</returns>
    public async Task<bool> RunAsync(int rounds)
    {
        var random = new Random(seed);
        Directory.CreateDirectory(folders.Input);
        var text = new StringBuilder();
        // Events that are alike are told apart by where they come from.
        for (int id = 0; id < events; id++)
            text.Append(CultureInfo.InvariantCulture, $"{{\"extra.id\": {id / 2}, \"source.ip\": \"192.0.2.{id / 2 % 250}\", \"time.observation\": \"2024-05-06T10:00:00+00:00\"}}\n");
        await File.WriteAllTextAsync(Path.Combine(folders.Input, "events.jsonl"), text.ToString()).ConfigureAwait(false);
        int kills = 0;
        for (int start = 0; start < MostStarts; start++)
        {
            using Process worker = Process.Start("dotnet", ["exec", typeof(StoreRounds).Assembly.Location, "store", folders.Root]);
            if (start < rounds && !worker.WaitForExit(random.Next((int)longest.TotalMilliseconds)))
            {
                worker.Kill();
                kills++;
            }

            await worker.WaitForExitAsync().ConfigureAwait(false);
            if (worker.ExitCode == 0)
                break;
        }

        var store = new SqliteEventStore(SettingsOf(Database));
        await using (store.ConfigureAwait(false))
        {
            EventCount count = await store.CountAsync(new EventQuery { TimeLimit = TimeSpan.FromMinutes(5) }, long.MaxValue - 1, default).ConfigureAwait(false);
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            await foreach (StoredEvent one in store.QueryAsync(new EventQuery { SortBy = "id", Limit = EventQuery.MaxLimit, TimeLimit = TimeSpan.FromMinutes(5) }, default).ConfigureAwait(false))
                seen[one.Message["extra.id"].ToString()] = seen.GetValueOrDefault(one.Message["extra.id"].ToString()) + 1;
            int wrong = seen.Count(static one => one.Value != 2);
            await log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{kills} kills, {count} events of {events} in the store, {wrong} not as often as they came.")).ConfigureAwait(false);
            return count.Value == events && wrong == 0;
        }
    }

    /// <summary>What a worker process does.</summary>
    public static async Task<int> WorkAsync(KillFolders folders)
    {
        await using KillSite site = await KillSite.OpenAsync("sqlite", 0, folders);
        var services = new BotServices { Databases = new Dictionary<string, System.Data.Common.DbProviderFactory> { ["sqlite"] = SqliteDriver.Instance } };
        await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = site.Broker, BatchSize = 64 }, p => p
            .Collect(new FileCollector(new FileCollectorOptions { Path = folders.Input, Postfix = ".jsonl", DeleteFile = true, MinimumAge = TimeSpan.Zero, Name = "Kills" }))
            .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }))
            .Output(new EventStoreOutput(new EventStoreOutputOptions { Database = Path.Combine(folders.Root, "store.db"), Migrate = true }, services), new BotSetup { Id = "store", HasOwnQueue = true }));
        PipelineResult result = await pipeline.RunAsync(default);
        return result.IsComplete ? 0 : 3;
    }

    private static SqlStoreSettings SettingsOf(string database) => new() { ConnectionString = $"Data Source={database}" };
}

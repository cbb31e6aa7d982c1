using System.Globalization;
using System.Text.Json;
using IntelMQ.RabbitMq.Tests;
using IntelMQ.Redis.Tests;

namespace WorkerHost.Tests;

public sealed class WorkerHostTests : IDisposable
{
    private const string Bots = "IntelMQ:Bots";
    private const string Collector = $"{Bots}:honeypot-collector:Parameters";
    private const int Files = 200;
    private const int RowsPerFile = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-worker-").FullName;

    private string In => Path.Combine(_folder, "in");

    private string Events => Path.Combine(_folder, "artifacts", "workerhost", "events.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_sample_makes_two_events_and_prints_what_it_did()
    {
        await using var worker = WorkerProcess.Start(_folder, $"{Collector}:path={Path.Combine(AppContext.BaseDirectory, "feeds")}");
        Assert.True(await worker.WaitForExitAsync() == 0, worker.Output);
        Assert.Equal(["192.0.2.7", "2001:db8::25"], Stored());
        Assert.Contains("2 events stored by file-output, 1 failure kept.", worker.Output);
        Assert.Contains("report honeypot-collector", worker.Output);
        Assert.Contains("intelmq.bot.sent", worker.Output);
    }

    [Fact]
    public Task It_runs_on_SQLite_by_changing_a_setting_alone() => RunOnAsync("Broker:Kind=sqlite");

    [RedisTheory]
    [InlineData("redis-list")]
    [InlineData("redis-stream")]
    public async Task It_runs_on_Redis_by_changing_settings_alone(string kind)
    {
        using RedisProgram server = RedisProgram.Start();
        await RunOnAsync($"Broker:Kind={kind}", $"Broker:Port={server.Port}");
    }

    [RabbitFact]
    public async Task It_runs_on_RabbitMQ_by_changing_settings_alone()
    {
        using var server = new RabbitProgram();
        await RunOnAsync("Broker:Kind=rabbitmq", $"Broker:Port={server.Port}");
    }

    [Fact]
    public async Task A_broker_that_there_is_not_is_told_of()
    {
        await using var worker = WorkerProcess.Start(_folder, "Broker:Kind=kafka");
        Assert.Equal(1, await worker.WaitForExitAsync());
        Assert.Contains("Broker:Kind is 'kafka', but must be memory, sqlite, redis-list, redis-stream or rabbitmq.", worker.Output);
    }

    [UnixFact]
    public async Task A_server_that_is_not_there_yet_is_waited_for_and_a_stop_still_works()
    {
        await using var worker = WorkerProcess.Start(_folder, $"{Collector}:path={Path.Combine(AppContext.BaseDirectory, "feeds")}", "Broker:Kind=redis-list", "Broker:Port=1");
        for (int wait = 0; wait < 300 && !worker.Output.Contains("waits for its broker", StringComparison.Ordinal); wait++)
            await Task.Delay(100);
        worker.Terminate();
        Assert.True(await worker.WaitForExitAsync() == 0, worker.Output);
        Assert.Contains("Redis at 127.0.0.1:1 cannot be reached.", worker.Output);
    }

    private async Task RunOnAsync(params string[] settings)
    {
        await using var worker = WorkerProcess.Start(_folder, [$"{Collector}:path={Path.Combine(AppContext.BaseDirectory, "feeds")}", .. settings]);
        Assert.True(await worker.WaitForExitAsync() == 0, worker.Output);
        Assert.Equal(["192.0.2.7", "2001:db8::25"], Stored());
        Assert.Contains("2 events stored by file-output, 1 failure kept.", worker.Output);
    }

    [Fact]
    public async Task Mistakes_in_the_configuration_end_it_before_anything_runs()
    {
        await using var worker = WorkerProcess.Start(
            _folder,
            $"{Collector}:postfixx=.csv",
            $"{Bots}:honeypot-parser:Module=custombot.parsers.honypot",
            $"{Bots}:taxonomy:Destinations:0=dedupliactor",
            "IntelMQ:BatchSize=many");
        Assert.Equal(1, await worker.WaitForExitAsync());
        Assert.Contains("honeypot-collector: there is no parameter 'postfixx'; did you mean 'postfix'?", worker.Output);
        Assert.Contains("honeypot-parser: there is no bot 'custombot.parsers.honypot'; did you mean 'custombot.parsers.honeypot'?", worker.Output);
        Assert.Contains("taxonomy: sends to 'dedupliactor', but there is no such bot; did you mean 'deduplicator'?", worker.Output);
        Assert.Contains("The pipeline: BatchSize cannot be 'many'", worker.Output);
        Assert.False(File.Exists(Events));
    }

    [Fact]
    public async Task A_folder_that_is_missing_ends_it_with_a_complaint()
    {
        await using var worker = WorkerProcess.Start(_folder, $"{Collector}:path={In}");
        Assert.Equal(1, await worker.WaitForExitAsync());
        Assert.Contains("it is not a folder", worker.Output);
    }

    // Windows has no SIGTERM; there a service manager stops the host another way.
    [UnixFact]
    public async Task Stopped_midway_it_loses_nothing()
    {
        string[] all = WriteFeeds();
        string[] settings =
        [
            $"{Collector}:path={In}",
            $"{Collector}:delete_file=true",
            "IntelMQ:CollectInterval=00:00:01",
            "IntelMQ:QueueCapacity=8",
            "IntelMQ:BatchSize=4",
            // Each event takes its time, so that the stop comes long before the end.
            $"{Bots}:taxonomy:Destinations:0=wait",
            $"{Bots}:wait:Module=intelmq.bots.experts.wait.expert",
            $"{Bots}:wait:Parameters:sleep_time=0.1",
            $"{Bots}:wait:Destinations=deduplicator",
        ];
        await using (var worker = WorkerProcess.Start(_folder, settings))
        {
            await worker.FirstReport;
            worker.Terminate();
            Assert.True(await worker.WaitForExitAsync() == 0, worker.Output);
        }

        string[] stored = Stored();
        string[] left = Left();
        Assert.NotEmpty(stored);
        Assert.NotEmpty(left);
        Assert.Equal(all, stored.Union(left).Order(StringComparer.Ordinal));

        // The next run does the rest, at full speed.
        settings = [.. settings.Where(static setting => !setting.Contains("CollectInterval", StringComparison.Ordinal)), $"{Bots}:wait:Parameters:sleep_time=0"];
        await using (var worker = WorkerProcess.Start(_folder, settings))
            Assert.True(await worker.WaitForExitAsync() == 0, worker.Output);
        Assert.Equal(all, Stored().Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(Left());
    }

    private string[] Stored()
        => [.. File.ReadLines(Events).Select(static line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("source.ip").GetString()!)];

    private string[] Left()
        => [.. Directory.GetFiles(In).SelectMany(static path => File.ReadLines(path).Skip(1)).Select(static row => row.Split(';')[1])];

    private string[] WriteFeeds()
    {
        Directory.CreateDirectory(In);
        var all = new List<string>();
        for (int file = 0; file < Files; file++)
        {
            string[] ips = [.. Enumerable.Range(file * RowsPerFile, RowsPerFile).Select(static i => string.Create(CultureInfo.InvariantCulture, $"2001:db8::{i + 1:x}"))];
            File.WriteAllLines(Path.Combine(In, $"{file:000}.csv"), ["seen;ip;port;service;attempts", .. ips.Select(static ip => $"2026-01-01 12:00:00;{ip};22;ssh;9")]);
            all.AddRange(ips);
        }

        return [.. all.Order(StringComparer.Ordinal)];
    }

    private sealed class RedisTheoryAttribute : TheoryAttribute
    {
        public RedisTheoryAttribute() => Skip = RedisProgram.WhyNot!;
    }

    private sealed class UnixFactAttribute : FactAttribute
    {
        public UnixFactAttribute()
        {
            if (OperatingSystem.IsWindows())
                Skip = "Windows has no SIGTERM.";
        }
    }
}

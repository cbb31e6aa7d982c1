using System.Data.Common;
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Sqlite.Store;
using IntelMQ.Store;

namespace IntelMQ.Sqlite.Tests;

public sealed class EventStoreOutputTests : IDisposable
{
    private static readonly BotServices Services = new() { Databases = new Dictionary<string, DbProviderFactory> { ["sqlite"] = SqliteDriver.Instance } };

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-store").FullName;

    private string Database => Path.Combine(_folder, "events.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_store_that_is_not_there_is_told_at_start()
    {
        await using var output = new EventStoreOutput(new EventStoreOutputOptions { Database = Database }, Services);
        await Assert.ThrowsAsync<BotConfigurationException>(async () => await output.StartAsync(default));
        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task A_store_that_is_not_up_to_date_is_told_at_start()
    {
        await File.WriteAllBytesAsync(Database, []);
        await using var output = new EventStoreOutput(new EventStoreOutputOptions { Database = Database }, Services);
        BotConfigurationException exception = await Assert.ThrowsAsync<BotConfigurationException>(async () => await output.StartAsync(default));
        Assert.Contains("intelmq store migrate", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_the_driver_is_told_which_package_has_it()
    {
        await using var output = new EventStoreOutput(new EventStoreOutputOptions { Engine = "postgresql" }, Services);
        BotConfigurationException exception = await Assert.ThrowsAsync<BotConfigurationException>(async () => await output.StartAsync(default));
        Assert.Contains("IntelMQ.PostgreSql", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_is_sent_again_is_stored_once()
    {
        await using (var output = new EventStoreOutput(new EventStoreOutputOptions { Database = Database, Migrate = true }, Services))
        {
            await output.StartAsync(default);
            await output.SendAsync([new Event { ["source.port"] = 1 }, new Event { ["source.port"] = 2 }], default);
            await output.SendAsync([new Event { ["source.port"] = 2 }, new Event { ["source.port"] = 3 }], default);
        }

        Assert.Equal(["1", "2", "3"], (await ReadAsync()).Select(static one => one.Message["source.port"].ToString()));
    }

    [Fact]
    public async Task Events_of_a_pipeline_are_stored_with_where_they_come_from()
    {
        string input = Path.Combine(_folder, "in");
        Directory.CreateDirectory(input);
        await File.WriteAllTextAsync(Path.Combine(input, "a.jsonl"), "{\"source.port\": 1}\n{\"source.port\": 1}\n");
        await using (Pipeline pipeline = Pipeline.Create(new PipelineOptions(), p => p
            .Collect(new FileCollector(new FileCollectorOptions { Path = input, Postfix = ".jsonl", DeleteFile = true, MinimumAge = TimeSpan.Zero, Name = "Feed" }))
            .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }))
            .Output(new EventStoreOutput(new EventStoreOutputOptions { Database = Database, Migrate = true }, Services))))
            await pipeline.RunAsync(default);
        IReadOnlyList<StoredEvent> events = await ReadAsync();
        Assert.Equal(2, events.Count);
        await using var store = new SqliteEventStore(new SqlStoreSettings { ConnectionString = $"Data Source={Database}" });
        EventLineage? first = await store.FindLineageAsync(events[0].Id, default);
        EventLineage? second = await store.FindLineageAsync(events[1].Id, default);
        Assert.Equal([1, 2], new[] { first!.Element, second!.Element });
        Assert.Equal(first.Report, second.Report);
        Assert.Equal("intelmq.bots.outputs.event_store.output", first.Origin);
    }

    private async Task<IReadOnlyList<StoredEvent>> ReadAsync()
    {
        await using var store = new SqliteEventStore(new SqlStoreSettings { ConnectionString = $"Data Source={Database}" });
        var events = new List<StoredEvent>();
        await foreach (StoredEvent one in store.QueryAsync(new EventQuery { SortBy = "id", IsAscending = true }, default))
            events.Add(one);
        return events;
    }
}

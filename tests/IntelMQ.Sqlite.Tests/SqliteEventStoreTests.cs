using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Sqlite.Store;
using IntelMQ.Store;
using IntelMQ.Testing;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Tests;

public sealed class SqliteEventStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-store").FullName;

    public static TheoryData<string> Cases => [.. EventStoreConformance.Cases.Select(static one => one.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Fulfils(string name) => EventStoreConformance.Cases.Single(one => one.Name == name).RunAsync(async _ => await OpenAsync("events.db"));

    [Fact]
    public void Conditions_agree_with_asking_each_event() => Prop.ForAll<int>(seed =>
    {
        string file = $"{Guid.NewGuid():N}.db";
        Task.Run(async () =>
        {
            await using SqliteEventStore store = await OpenAsync(file);
            await EventStoreConformance.CompareAsync(store, seed, 40);
        }).GetAwaiter().GetResult();
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    [Fact]
    public async Task A_table_made_and_written_by_IntelMQ_is_searched_as_it_is()
    {
        string file = Path.Combine(_folder, "intelmq.db");
        Run(file, EventTableScript.Create(SqlEngine.Sqlite, new EventTableOptions { Schema = Schema.IntelMQ33 })
            + """INSERT INTO events ("source.ip", "source.port", "time.observation", "source.tor_node", "extra") VALUES ('192.0.2.7', 443, '2024-05-06T10:00:00+00:00', 1, '{"tag": "x", "User Agent": "y"}')""");
        byte[] before = await System.IO.File.ReadAllBytesAsync(file);
        await using (var store = new SqliteEventStore(new SqlStoreSettings { ConnectionString = $"Data Source={file}" }))
        {
            EventFilter filter = EventFilter.Inside("source.ip", System.Net.IPNetwork.Parse("192.0.2.0/24")) & EventFilter.Equal("extra.tag", "x") & !EventFilter.Exists("severity");
            var found = new List<StoredEvent>();
            await foreach (StoredEvent one in store.QueryAsync(new EventQuery { Filter = filter }, default))
                found.Add(one);
            Assert.Equal("""{"__type": "Event", "extra.tag": "x", "extra.user_agent": "y", "source.ip": "192.0.2.7", "source.port": 443, "source.tor_node": true, "time.observation": "2024-05-06T10:00:00+00:00"}""", Assert.Single(found).Message.ToString());
            Assert.Equal(0, await store.ReadVersionAsync(default));
            Bots.DatabaseServiceException exception = await Assert.ThrowsAsync<Bots.DatabaseServiceException>(async () => await store.AppendAsync(new EventBatch([new Event { ["source.port"] = 1 }]), default));
            Assert.Contains("migrate", exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task A_table_of_IntelMQ_is_written_to_beside_it_once_it_is_migrated()
    {
        string file = Path.Combine(_folder, "intelmq.db");
        Run(file, EventTableScript.Create(SqlEngine.Sqlite, new EventTableOptions { Schema = Schema.IntelMQ33 }) + """INSERT INTO events ("source.port") VALUES (1)""");
        await using SqliteEventStore store = await OpenAsync("intelmq.db");
        Assert.Empty(await store.MigrateAsync(default));
        await store.AppendAsync(new EventBatch([new Event { ["source.port"] = 2 }]), default);
        Run(file, """INSERT INTO events ("source.port") VALUES (3)""");
        await store.AppendAsync(new EventBatch([new Event { ["source.port"] = 4 }]), default);
        Assert.Equal(new EventCount(4, false), await store.CountAsync(new EventQuery(), 100, default));
        await Assert.ThrowsAsync<Bots.RefusedException>(async () => await store.AppendAsync(new EventBatch([new Event { ["source.port"] = 5 }, new Event { ["severity"] = "high" }]), default));
        Assert.Equal(new EventCount(4, false), await store.CountAsync(new EventQuery(), 100, default));
    }

    [Fact]
    public async Task A_store_of_a_later_version_is_left_alone()
    {
        await using SqliteEventStore store = await OpenAsync("events.db");
        Run(Path.Combine(_folder, "events.db"), "INSERT INTO intelmq_store_version VALUES (9999, '')");
        Bots.DatabaseServiceException exception = await Assert.ThrowsAsync<Bots.DatabaseServiceException>(async () => await store.MigrateAsync(default));
        Assert.Contains("9999", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_stored_before_the_store_was_opened_again_is_known()
    {
        Event[] events = [.. Enumerable.Range(1, 20).Select(static n => new Event { ["source.port"] = n })];
        await using (SqliteEventStore store = await OpenAsync("events.db"))
            await store.AppendAsync(new EventBatch(events[..12]), default);
        await using (SqliteEventStore store = await OpenAsync("events.db"))
            Assert.Equal(new AppendResult(8, 7), await store.AppendAsync(new EventBatch(events[5..]), default));
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_ended()
    {
        var clock = new FakeClock();
        string file = Path.Combine(_folder, "events.db");
        await using var store = new SqliteEventStore(new SqlStoreSettings { ConnectionString = $"Data Source={file}", Time = clock });
        await store.MigrateAsync(default);
        await store.AppendAsync(new EventBatch([.. Enumerable.Range(1, 5).Select(static n => new Event { ["source.port"] = n })]), default);
        await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            await foreach (StoredEvent _ in store.QueryAsync(new EventQuery(), default))
                clock.Advance(TimeSpan.FromMinutes(1));
        });
    }

    [Theory]
    [InlineData("192.0.2.0/24")]
    [InlineData("192.0.2.16/28")]
    [InlineData("192.0.2.7/32")]
    [InlineData("192.0.0.0/7")]
    [InlineData("2001:db8::/32")]
    [InlineData("2001:db8:0:1::/64")]
    [InlineData("::/0")]
    public async Task A_network_finds_its_first_address_and_no_other(string network)
    {
        await using SqliteEventStore store = await OpenAsync("events.db");
        string address = network[..network.IndexOf('/', StringComparison.Ordinal)];
        await store.AppendAsync(new EventBatch([new Event { ["source.ip"] = address }, new Event { ["source.ip"] = "203.0.113.1" }]), default);
        Assert.Equal(1, (await store.CountAsync(new EventQuery { Filter = EventFilter.Inside("source.ip", System.Net.IPNetwork.Parse(network)) }, 10, default)).Value);
    }

    private async Task<SqliteEventStore> OpenAsync(string file)
    {
        var store = new SqliteEventStore(new SqlStoreSettings { ConnectionString = $"Data Source={Path.Combine(_folder, file)}" });
        await store.MigrateAsync(default);
        return store;
    }

    private static void Run(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

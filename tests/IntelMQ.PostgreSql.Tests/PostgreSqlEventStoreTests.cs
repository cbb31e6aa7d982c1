using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.PostgreSql.Store;
using IntelMQ.Store;
using IntelMQ.Testing;

namespace IntelMQ.PostgreSql.Tests;

[Collection(PostgreSqlServer.Name)]
public sealed class PostgreSqlEventStoreTests(PostgreSqlServer server)
{
    [PostgreSqlFact]
    public async Task Fulfils_what_every_store_has_to()
    {
        var failed = new List<string>();
        foreach (ConformanceCase<IEventStore> one in EventStoreConformance.Cases)
        {
            try
            {
                SqlTest.Run(server.Program, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
                await one.RunAsync(async _ => await OpenAsync());
            }
            catch (Exception exception)
            {
                failed.Add($"{one.Name} {exception.Message}");
            }
        }

        Assert.True(failed.Count == 0, string.Join(Environment.NewLine, failed));
    }

    [PostgreSqlFact]
    public async Task Conditions_agree_with_asking_each_event_in_json_and_in_jsonb()
    {
        foreach (bool isBinary in new[] { false, true })
        {
            for (int seed = 100; seed < 104; seed++)
            {
                SqlTest.Run(server.Program, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; " + EventTableScript.Create(SqlEngine.PostgreSql, new EventTableOptions { Jsonb = isBinary, LargeNumbers = true }));
                await using PostgreSqlEventStore store = await OpenAsync();
                await EventStoreConformance.CompareAsync(store, seed, 100);
            }
        }
    }

    [PostgreSqlFact]
    public async Task A_table_made_and_written_by_IntelMQ_is_searched_as_it_is()
    {
        SqlTest.Run(server.Program, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; " + EventTableScript.Create(SqlEngine.PostgreSql, new EventTableOptions()));
        SqlTest.Run(server.Program, """INSERT INTO events ("source.ip", "source.port", "time.observation", "extra") VALUES ('192.0.2.7', 443, '2024-05-06T12:00:00+02:00', '{"tag": "x", "User Agent": "y"}')""");
        await using var store = new PostgreSqlEventStore(new SqlStoreSettings { ConnectionString = server.Program.ConnectionString });
        var found = new List<StoredEvent>();
        await foreach (StoredEvent one in store.QueryAsync(new EventQuery { Filter = EventFilter.Inside("source.ip", System.Net.IPNetwork.Parse("192.0.2.0/24")) & EventFilter.Equal("extra.tag", "x") }, default))
            found.Add(one);
        Assert.Equal("""{"__type": "Event", "extra.tag": "x", "extra.user_agent": "y", "source.ip": "192.0.2.7", "source.port": 443, "time.observation": "2024-05-06T10:00:00+00:00"}""", Assert.Single(found).Message.ToString());
        Assert.Equal(0, await store.ReadVersionAsync(default));
        Bots.DatabaseServiceException exception = await Assert.ThrowsAsync<Bots.DatabaseServiceException>(async () => await store.AppendAsync(new EventBatch([new Event { ["source.port"] = 1 }]), default));
        Assert.Contains("migrate", exception.Message, StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task Stores_that_write_side_by_side_store_each_event_once()
    {
        SqlTest.Run(server.Program, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        await using PostgreSqlEventStore one = await OpenAsync();
        await using PostgreSqlEventStore two = await OpenAsync();
        Event[] events = SqlTest.Numbered(400);
        await Task.WhenAll(new[] { one, two }.SelectMany(store => events.Chunk(40).Select(batch => store.AppendAsync(new EventBatch(batch), default).AsTask())));
        Assert.Equal(["400|400"], SqlTest.Ask(server.Program, "SELECT count(*), count(DISTINCT \"source.port\") FROM events"));
    }

    [PostgreSqlFact]
    public async Task An_event_that_does_not_fit_is_refused_and_nothing_of_its_batch_stored()
    {
        SqlTest.Run(server.Program, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; " + EventTableScript.Create(SqlEngine.PostgreSql, new EventTableOptions()));
        await using PostgreSqlEventStore store = await OpenAsync();
        await Assert.ThrowsAsync<Bots.RefusedException>(async () => await store.AppendAsync(new EventBatch([new Event { ["source.asn"] = 64496 }, new Event { ["source.asn"] = 4200000000 }]), default));
        Assert.Equal(new AppendResult(1, 0), await store.AppendAsync(new EventBatch([new Event { ["source.asn"] = 64496 }]), default));
    }

    private async Task<PostgreSqlEventStore> OpenAsync()
    {
        var store = new PostgreSqlEventStore(new SqlStoreSettings { ConnectionString = server.Program.ConnectionString });
        await store.MigrateAsync(default);
        return store;
    }
}

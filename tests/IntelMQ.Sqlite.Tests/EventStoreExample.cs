using System.Net;
using IntelMQ.Messages;
using IntelMQ.Sqlite.Store;
using IntelMQ.Store;

namespace IntelMQ.Sqlite.Tests;

/// <summary>The code of the page on the event store.</summary>
public sealed class EventStoreExample : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-store").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_page_on_the_event_store_says_what_is_so()
    {
        string file = Path.Combine(_folder, "events.db");
        // #region store
        await using var store = new SqliteEventStore(new SqlStoreSettings { ConnectionString = $"Data Source={file}" });
        await store.MigrateAsync(default);
        var scan = new Event { ["source.ip"] = "192.0.2.7", ["source.port"] = 22, ["classification.type"] = "scanner", ["time.observation"] = "2024-05-06T10:00:00+00:00" };
        await store.AppendAsync(new EventBatch([scan]) { Id = "import-17", Origin = "import" }, default);

        EventFilter filter = EventFilter.Equal("classification.type", "scanner") & EventFilter.Inside("source.ip", IPNetwork.Parse("192.0.2.0/24"));
        var found = new List<StoredEvent>();
        await foreach (StoredEvent one in store.QueryAsync(new EventQuery { Filter = filter, Limit = 50 }, default))
            found.Add(one);

        EventCount count = await store.CountAsync(new EventQuery { Filter = filter }, atMost: 10_000, default);
        IReadOnlyList<EventGroup> perDay = await store.GroupAsync(new GroupQuery { Keys = [new GroupKey("time.observation", TimeBucket.Day)], Distinct = "source.ip" }, default);
        // #endregion
        Assert.Equal(scan.ToString(), Assert.Single(found).Message.ToString());
        Assert.Equal(1, count.Value);
        Assert.Equal("2024-05-06T00:00:00+00:00: 1 (1)", Assert.Single(perDay).ToString());
    }

    [Fact]
    public async Task The_page_on_objects_says_what_is_so()
    {
        string file = Path.Combine(_folder, "objects.db");
        await using var store = new SqliteEventStore(new SqlStoreSettings { ConnectionString = $"Data Source={file}" });
        await store.MigrateAsync(default);
        await store.AppendAsync(new EventBatch([new Event { ["source.ip"] = "192.0.2.7", ["feed.name"] = "Feed", ["time.observation"] = "2024-05-06T10:00:00+00:00" }]), default);
        // #region objects
        await store.TrackAsync(default);
        await store.DeclareFeedAsync("Feed", isComplete: true, ran: DateTimeOffset.Parse("2024-05-20T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture), default);
        IReadOnlyList<TrackedObject> objects = await store.FindObjectsAsync(new ObjectQuery { Value = "192.0.2.7" }, default);
        // #endregion
        Assert.Equal(ObjectState.Gone, Assert.Single(objects).State);
    }
}

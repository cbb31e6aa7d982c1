using IntelMQ.Messages;
using IntelMQ.Store;

namespace IntelMQ.Testing.Conformance;

/// <summary>What the history of objects has to fulfil.</summary>
internal static class StoreObjects
{
    private static readonly DateTimeOffset Start = new(2024, 5, 6, 10, 0, 0, TimeSpan.Zero);

    public static async Task HistoryAsync(IEventStore store)
    {
        await StoreAsync(store, EventOf(0, "192.0.2.1", "a"), EventOf(1, "192.0.2.1", "a"), EventOf(2, "192.0.2.1", "b"), new Event { ["source.ip"] = "192.0.2.1" }).ConfigureAwait(false);
        Expect.Equal(4L, await store.TrackAsync(default).ConfigureAwait(false));
        Expect.Equal(0L, await store.TrackAsync(default).ConfigureAwait(false));
        await StoreAsync(store, EventOf(9, "192.0.2.1", "a"), EventOf(-1, "192.0.2.1", "a"), EventOf(3, "192.0.2.2", "a", "www.example.com")).ConfigureAwait(false);
        Expect.Equal(3L, await store.TrackAsync(default).ConfigureAwait(false));
        IReadOnlyList<TrackedObject> found = await store.FindObjectsAsync(new ObjectQuery { Value = "192.0.2.1", Feed = "a" }, default).ConfigureAwait(false);
        TrackedObject one = Expect.Single(found) with { State = ObjectState.Unknown };
        Expect.Equal(
            new TrackedObject(ObjectKind.Address, "192.0.2.1", 443, "scanner", "a") { FirstSeen = Start.AddDays(-1), LastSeen = Start.AddDays(9), Events = 4, Relapses = 1, Relapsed = Start.AddDays(9) },
            one);
        Expect.Same(["192.0.2.1", "192.0.2.2", "www.example.com", "192.0.2.1"], (await store.FindObjectsAsync(new ObjectQuery(), default).ConfigureAwait(false)).Select(static each => each.Value));
        Expect.Equal("www.example.com", Expect.Single(await store.FindObjectsAsync(new ObjectQuery { Kind = ObjectKind.Name }, default).ConfigureAwait(false)).Value);
        Expect.Single(await store.FindObjectsAsync(new ObjectQuery { SeenFrom = Start.AddDays(9) }, default).ConfigureAwait(false));
        Expect.Equal(2, (await store.FindObjectsAsync(new ObjectQuery { Limit = 2 }, default).ConfigureAwait(false)).Count);
    }

    public static async Task GoneAsync(IEventStore store)
    {
        await StoreAsync(store, EventOf(0, "192.0.2.1", "full"), EventOf(0, "192.0.2.1", "news"), EventOf(0, "192.0.2.1", "stopped")).ConfigureAwait(false);
        Event now = EventOf(0, "192.0.2.1", "current");
        now["time.observation"] = "2999-01-01T00:00:00+00:00";
        await StoreAsync(store, now).ConfigureAwait(false);
        await store.TrackAsync(default).ConfigureAwait(false);
        await store.DeclareFeedAsync("full", isComplete: true, Start.AddDays(7), default).ConfigureAwait(false);
        await store.DeclareFeedAsync("news", isComplete: false, Start.AddDays(30), default).ConfigureAwait(false);
        await store.DeclareFeedAsync("stopped", isComplete: true, Start.AddDays(6), default).ConfigureAwait(false);
        await store.DeclareFeedAsync("stopped", isComplete: true, null, default).ConfigureAwait(false);
        IReadOnlyList<TrackedObject> found = await store.FindObjectsAsync(new ObjectQuery(), default).ConfigureAwait(false);
        Expect.Same(
            ["current: Reported", "full: Gone", "news: Unknown", "stopped: Unknown"],
            found.Select(static one => $"{one.Feed}: {one.State}").Order(StringComparer.Ordinal));
    }

    private static async Task StoreAsync(IEventStore store, params Event[] events) => await store.AppendAsync(new EventBatch(events), default).ConfigureAwait(false);

    private static Event EventOf(int day, string address, string feed, string? name = null)
    {
        var message = new Event { ["source.ip"] = address, ["source.port"] = 443, ["classification.type"] = "scanner", ["feed.name"] = feed };
        message["time.observation"] = EventValue.Of(Start.AddDays(day)).Text;
        if (name is not null)
            message["source.fqdn"] = name;
        return message;
    }
}

using IntelMQ.Messages;
using IntelMQ.Store;

namespace IntelMQ.Testing.Conformance;

/// <summary>What an event store has to fulfil.</summary>
internal static class StoreSuite
{
    private static readonly DateTimeOffset Start = new(2024, 5, 6, 10, 0, 0, TimeSpan.Zero);

    public static async Task FindAsync(IEventStore store)
    {
        Event message = EventOf(1, "192.0.2.7", "scanner");
        message["source.network"] = "192.0.2.0/24";
        message["destination.ip"] = "2001:db8::7";
        message["feed.accuracy"] = 99.5;
        message["time.source"] = "2024-05-06T09:59:59.123456+00:00";
        message["source.url"] = "http://example.com/ä?q='1'\"";
        message["extra.tags"] = "x";
        message["extra.tag.count"] = 3;
        message["raw"] = "eA==";
        Expect.Equal(new AppendResult(1, 0), await store.AppendAsync(new EventBatch([message]), default).ConfigureAwait(false));
        StoredEvent listed = Expect.Single(await ReadAsync(store, new EventQuery()).ConfigureAwait(false));
        Expect.Equal(message.ToString(), listed.Message.ToString());
        StoredEvent? found = await store.FindAsync(listed.Id, default).ConfigureAwait(false);
        Expect.Equal(message.ToString(), found?.Message.ToString());
        Expect.Equal(null, await store.FindAsync(listed.Id + 1, default).ConfigureAwait(false));
    }

    public static async Task StoreOnceAsync(IEventStore store)
    {
        Event[] events = [EventOf(1, "192.0.2.1", "scanner"), EventOf(2, "192.0.2.2", "scanner")];
        Expect.Equal(new AppendResult(2, 0), await store.AppendAsync(new EventBatch(events) { Id = "import-1" }, default).ConfigureAwait(false));
        Expect.Equal(new AppendResult(0, 2), await store.AppendAsync(new EventBatch(events) { Id = "import-1" }, default).ConfigureAwait(false));
        Expect.Equal(new AppendResult(2, 0), await store.AppendAsync(new EventBatch(events) { Id = "import-2" }, default).ConfigureAwait(false));
        Expect.Equal(new EventCount(4, false), await store.CountAsync(new EventQuery(), 10, default).ConfigureAwait(false));
    }

    public static async Task StoreEventsOnceAsync(IEventStore store)
    {
        Event[] events = [.. Enumerable.Range(0, 6).Select(static n => EventOf(n, "192.0.2.1", "scanner"))];
        Expect.Equal(new AppendResult(4, 0), await store.AppendAsync(new EventBatch([events[0], events[1], events[1], events[2]]), default).ConfigureAwait(false));
        Expect.Equal(new AppendResult(2, 2), await store.AppendAsync(new EventBatch([events[1], events[3], events[2], events[4]]), default).ConfigureAwait(false));
        Expect.Equal(new AppendResult(0, 2), await store.AppendAsync(new EventBatch([events[3], events[0]]), default).ConfigureAwait(false));
        Expect.Equal(new AppendResult(0, 0), await store.AppendAsync(new EventBatch([]), default).ConfigureAwait(false));
        Expect.Equal(new EventCount(6, false), await store.CountAsync(new EventQuery(), 10, default).ConfigureAwait(false));
    }

    public static async Task LineageAsync(IEventStore store)
    {
        var lineage = new EventLineage("0123456789abcdef0123456789abcdef", 7, uint.MaxValue);
        await store.AppendAsync(new EventBatch([EventOf(1, "192.0.2.1", "scanner"), EventOf(2, "192.0.2.1", "scanner")]) { Id = "b", Origin = "output", Lineage = [lineage, null] }, default).ConfigureAwait(false);
        IReadOnlyList<StoredEvent> events = await ReadAsync(store, new EventQuery { SortBy = "id", IsAscending = true }).ConfigureAwait(false);
        EventLineage? found = await store.FindLineageAsync(events[0].Id, default).ConfigureAwait(false);
        Expect.Equal(lineage, found! with { Batch = null, Origin = null, Stored = null });
        Expect.Equal("b", found.Batch);
        Expect.Equal("output", found.Origin);
        Expect.True(found.Stored is not null);
        Expect.Equal(null, await store.FindLineageAsync(events[1].Id, default).ConfigureAwait(false));
    }

    public static async Task PagesAsync(IEventStore store)
    {
        Event[] events = [.. Enumerable.Range(0, 23).Select(static n => EventOf(n / 4, $"192.0.2.{n}", n % 3 == 0 ? null : n % 2 == 0 ? "scanner" : "phishing"))];
        await store.AppendAsync(new EventBatch(events), default).ConfigureAwait(false);
        foreach (string sort in new[] { "id", "time.observation", "classification.type", "source.port" })
        {
            foreach (bool isAscending in new[] { false, true })
            {
                var query = new EventQuery { SortBy = sort, IsAscending = isAscending, Limit = 5 };
                IReadOnlyList<StoredEvent> all = await ReadAsync(store, query with { Limit = 100 }).ConfigureAwait(false);
                Expect.Equal(23, all.Select(static one => one.Id).Distinct().Count());
                var paged = new List<long>();
                for (string? after = null; ;)
                {
                    IReadOnlyList<StoredEvent> page = await ReadAsync(store, query with { After = after }).ConfigureAwait(false);
                    paged.AddRange(page.Select(static one => one.Id));
                    if (page.Count < 5)
                        break;
                    after = page[^1].Cursor;
                }

                Expect.Same(all.Select(static one => one.Id), paged);
            }
        }
    }

    public static async Task CountAsync(IEventStore store)
    {
        await store.AppendAsync(new EventBatch([.. Enumerable.Range(0, 12).Select(static n => EventOf(n, "192.0.2.1", "scanner"))]), default).ConfigureAwait(false);
        Expect.Equal(new EventCount(12, false), await store.CountAsync(new EventQuery(), 12, default).ConfigureAwait(false));
        Expect.Equal(new EventCount(10, true), await store.CountAsync(new EventQuery(), 10, default).ConfigureAwait(false));
        Expect.Equal(new EventCount(2, false), await store.CountAsync(new EventQuery { From = Start.AddMinutes(10) }, 100, default).ConfigureAwait(false));
        Expect.Equal(new EventCount(3, false), await store.CountAsync(new EventQuery { Until = Start.AddMinutes(3) }, 100, default).ConfigureAwait(false));
    }

    public static async Task GroupAsync(IEventStore store)
    {
        Event[] events =
        [
            EventOf(0, "192.0.2.1", "scanner"), EventOf(1, "192.0.2.1", "scanner"), EventOf(60 * 24, "192.0.2.2", "scanner"), EventOf(2, "192.0.2.3", "phishing"), EventOf(3, "192.0.2.3", null),
        ];
        await store.AppendAsync(new EventBatch(events), default).ConfigureAwait(false);
        Expect.Same(
            [new EventGroup(["scanner"], 3, 2), new EventGroup([null], 1, 1), new EventGroup(["phishing"], 1, 1)],
            await store.GroupAsync(new GroupQuery { Keys = ["classification.type"], Distinct = "source.ip" }, default).ConfigureAwait(false));
        Expect.Same(
            [new EventGroup(["2024-05-06T00:00:00+00:00", "scanner"], 2, null)],
            await store.GroupAsync(new GroupQuery { Keys = [new GroupKey("time.observation", TimeBucket.Day), "classification.type"], Limit = 1 }, default).ConfigureAwait(false));
        foreach ((TimeBucket span, int groups) in new[] { (TimeBucket.Hour, 2), (TimeBucket.Day, 2), (TimeBucket.Week, 1), (TimeBucket.Month, 1) })
            Expect.Equal(groups, (await store.GroupAsync(new GroupQuery { Keys = [new GroupKey("time.observation", span)] }, default).ConfigureAwait(false)).Count);
        EventGroup week = (await store.GroupAsync(new GroupQuery { Keys = [new GroupKey("time.observation", TimeBucket.Week)] }, default).ConfigureAwait(false))[0];
        Expect.Equal(new EventGroup(["2024-05-06T00:00:00+00:00"], 5, null), week);
    }

    public static async Task AbsentAsync(IEventStore store)
    {
        await store.AppendAsync(new EventBatch([EventOf(0, "192.0.2.1", "scanner"), EventOf(1, "192.0.2.2", null)]), default).ConfigureAwait(false);
        EventFilter scanner = EventFilter.Equal("classification.type", "scanner");
        Expect.Equal(1L, (await store.CountAsync(new EventQuery { Filter = scanner }, 10, default).ConfigureAwait(false)).Value);
        Expect.Equal(1L, (await store.CountAsync(new EventQuery { Filter = !scanner }, 10, default).ConfigureAwait(false)).Value);
        Expect.Equal(1L, (await store.CountAsync(new EventQuery { Filter = !EventFilter.Exists("classification.type") }, 10, default).ConfigureAwait(false)).Value);
        Expect.Equal(0L, (await store.CountAsync(new EventQuery { Filter = !(scanner | !scanner) }, 10, default).ConfigureAwait(false)).Value);
    }

    public static async Task RefuseAsync(IEventStore store)
    {
        EventQuery[] wrong =
        [
            new() { Filter = EventFilter.Equal("source.ipp", "192.0.2.1") },
            new() { Filter = EventFilter.Equal("source.ip", "no address") },
            new() { Filter = EventFilter.AtLeast("source.ip", "192.0.2.1") },
            new() { Filter = EventFilter.Contains("source.port", "1") },
            new() { Filter = EventFilter.Equal("comment", "a\0b") },
            new() { SortBy = "source.ip" },
            new() { Limit = 0 },
            new() { After = "nonsense" },
            new() { TimeField = "source.ip", From = Start },
        ];
        foreach (EventQuery query in wrong)
        {
            Expect.True(query.Check(store.Schema).Count > 0);
            await Expect.ThrowsAnyAsync<ArgumentException>(() => ReadAsync(store, query)).ConfigureAwait(false);
        }
    }

    public static async Task CancelAsync(IEventStore store)
    {
        await store.AppendAsync(new EventBatch([.. Enumerable.Range(0, 50).Select(static n => EventOf(n, "192.0.2.1", "scanner"))]), default).ConfigureAwait(false);
        using var end = new CancellationTokenSource();
        await Expect.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (StoredEvent _ in store.QueryAsync(new EventQuery(), end.Token).ConfigureAwait(false))
                await end.CancelAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public static async Task RetainAsync(IEventStore store)
    {
        Event[] events = [EventOf(1, "192.0.2.1", "scanner"), EventOf(2, "192.0.2.2", "phishing"), new Event { ["source.ip"] = "192.0.2.3" }, EventOf(3, "192.0.2.4", "scanner")];
        foreach (Event message in events)
            message["raw"] = "eA==";
        events[3]["time.observation"] = "2999-01-01T00:00:00+00:00";
        await store.AppendAsync(new EventBatch(events), default).ConfigureAwait(false);
        Expect.Equal(2L, await store.RetainAsync(new RetentionRule(TimeSpan.FromDays(1)) { IsRawOnly = true }, "alice", default).ConfigureAwait(false));
        Expect.Equal(new EventCount(2, false), await store.CountAsync(new EventQuery { Filter = EventFilter.Exists("raw") }, 10, default).ConfigureAwait(false));
        Expect.Equal(1L, await store.RetainAsync(new RetentionRule(TimeSpan.FromDays(1)) { Filter = EventFilter.Equal("classification.type", "scanner") }, "alice", default).ConfigureAwait(false));
        Expect.Equal(0L, await store.RetainAsync(new RetentionRule(TimeSpan.FromDays(1)) { Filter = EventFilter.Equal("classification.type", "scanner") }, "alice", default).ConfigureAwait(false));
        Expect.Equal(new EventCount(3, false), await store.CountAsync(new EventQuery(), 10, default).ConfigureAwait(false));
        IReadOnlyList<StoreLogEntry> log = await store.ReadLogAsync(null, 10, default).ConfigureAwait(false);
        Expect.Same([0L, 1L, 2L], log.Select(static entry => entry.Events));
        Expect.True(log.All(static entry => entry is { Who: "alice", Action: "retain" }));
        Expect.Same([log[1], log[2]], await store.ReadLogAsync(log[0].Number, 10, default).ConfigureAwait(false));
        await Expect.ThrowsAnyAsync<ArgumentException>(async () => await store.RetainAsync(new RetentionRule(TimeSpan.Zero), "alice", default).ConfigureAwait(false)).ConfigureAwait(false);
    }

    public static async Task EraseAsync(IEventStore store)
    {
        Event[] events = [.. Enumerable.Range(0, 10).Select(static n => EventOf(n, n % 2 == 0 ? "192.0.2.1" : "192.0.2.2", "scanner"))];
        await store.AppendAsync(new EventBatch(events), default).ConfigureAwait(false);
        EventFilter subject = EventFilter.Equal("source.ip", "192.0.2.1");
        await store.TrackAsync(default).ConfigureAwait(false);
        Expect.Equal(2, (await store.FindObjectsAsync(new ObjectQuery(), default).ConfigureAwait(false)).Select(static one => one.Value).Distinct().Count());
        Expect.Equal(5L, await store.EraseAsync(subject, "bob", "request 7", default).ConfigureAwait(false));
        Expect.Equal(0L, (await store.CountAsync(new EventQuery { Filter = subject }, 10, default).ConfigureAwait(false)).Value);
        Expect.Equal(5L, (await store.CountAsync(new EventQuery(), 10, default).ConfigureAwait(false)).Value);
        Expect.True((await store.FindObjectsAsync(new ObjectQuery(), default).ConfigureAwait(false)).All(static one => one.Value == "192.0.2.2"));
        StoreLogEntry entry = Expect.Single(await store.ReadLogAsync(null, 10, default).ConfigureAwait(false));
        Expect.Equal(("bob", "erase", 5L, "request 7"), (entry.Who, entry.Action, entry.Events, entry.Detail));
        await store.NoteExportAsync("bob", 3, "csv", default).ConfigureAwait(false);
        Expect.Equal("export", (await store.ReadLogAsync(null, 1, default).ConfigureAwait(false))[0].Action);
    }

    public static async Task<IReadOnlyList<StoredEvent>> ReadAsync(IEventStore store, EventQuery query)
    {
        var events = new List<StoredEvent>();
        await foreach (StoredEvent one in store.QueryAsync(query, default).ConfigureAwait(false))
            events.Add(one);
        return events;
    }

    private static Event EventOf(int minute, string address, string? type)
    {
        var message = new Event { ["source.ip"] = address, ["source.port"] = 443 + minute };
        message["time.observation"] = EventValue.Of(Start.AddMinutes(minute)).Text;
        if (type is not null)
            message["classification.type"] = type;
        return message;
    }
}

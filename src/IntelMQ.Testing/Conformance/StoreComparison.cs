using IntelMQ.Messages;
using IntelMQ.Store;

namespace IntelMQ.Testing.Conformance;

/// <summary>Holds a store's answers to random questions against those of a store that asks every event.</summary>
internal static class StoreComparison
{
    public static async Task RunAsync(IEventStore store, int seed, int questions)
    {
        var random = new RandomQueries(seed);
        Event[] events = [.. Enumerable.Range(0, 120).Select(_ => random.NextEvent())];
        await using var naive = new MemoryEventStore(store.Schema, TimeProvider.System);
        foreach (Event[] batch in events.Chunk(50))
        {
            await store.AppendAsync(new EventBatch(batch), default).ConfigureAwait(false);
            await naive.AppendAsync(new EventBatch(batch), default).ConfigureAwait(false);
        }

        for (int i = 0; i < questions; i++)
        {
            EventQuery query = random.NextQuery();
            string[] expected = await AnswerAsync(naive, query).ConfigureAwait(false);
            string[] came = await AnswerAsync(store, query).ConfigureAwait(false);
            if (!expected.SequenceEqual(came))
                throw new ConformanceException($"To {Describe(query)} came {came.Length} events in place of {expected.Length}: {came.Except(expected).FirstOrDefault() ?? expected.Except(came).FirstOrDefault() ?? "in another order"}.");
            GroupQuery groups = random.NextGroups(query);
            IReadOnlyList<EventGroup> wanted = await naive.GroupAsync(groups, default).ConfigureAwait(false);
            IReadOnlyList<EventGroup> grouped = await store.GroupAsync(groups, default).ConfigureAwait(false);
            if (!wanted.SequenceEqual(grouped))
                throw new ConformanceException($"To {Describe(query)} by {string.Join(", ", groups.Keys)} came {string.Join("; ", grouped)} in place of {string.Join("; ", wanted)}.");
        }
    }

    private static async Task<string[]> AnswerAsync(IEventStore store, EventQuery query)
        => [.. (await StoreSuite.ReadAsync(store, query).ConfigureAwait(false)).Select(static one => one.Message["extra.number"].ToString())];

    private static string Describe(EventQuery query) => $"{Describe(query.Filter)} from {query.From} until {query.Until} by {query.SortBy} {(query.IsAscending ? "up" : "down")}";

    private static string Describe(EventFilter? filter) => filter switch
    {
        AllFilter all => $"all({string.Join(", ", all.Filters.Select(Describe))})",
        AnyFilter any => $"any({string.Join(", ", any.Filters.Select(Describe))})",
        NotFilter not => $"not({Describe(not.Filter)})",
        ValueFilter values => $"{values.Field} in [{string.Join(", ", values.Values)}]",
        NetworkFilter networks => $"{networks.Field} << [{string.Join(", ", networks.Networks)}]",
        null => "everything",
        _ => filter.ToString(),
    };
}

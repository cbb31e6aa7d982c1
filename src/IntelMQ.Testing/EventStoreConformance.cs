using IntelMQ.Store;
using IntelMQ.Testing.Conformance;

namespace IntelMQ.Testing;

/// <summary>What every event store has to fulfil.</summary>
public static class EventStoreConformance
{
    /// <summary>The cases, to be run each on its own; stores are made ready to be written to.</summary>
    public static IReadOnlyList<ConformanceCase<IEventStore>> Cases { get; } =
    [
        new("What is stored is found again as it was.", static create => RunAsync(create, StoreSuite.FindAsync)),
        new("A batch that comes again is stored once.", static create => RunAsync(create, StoreSuite.StoreOnceAsync)),
        new("Events that come again in other batches are stored once, and those alike within one batch each.", static create => RunAsync(create, StoreSuite.StoreEventsOnceAsync)),
        new("Where an event comes from is found, or that it is not known.", static create => RunAsync(create, StoreSuite.LineageAsync)),
        new("Pages follow each other without a gap, whatever is sorted by.", static create => RunAsync(create, StoreSuite.PagesAsync)),
        new("Counting ends at the limit.", static create => RunAsync(create, StoreSuite.CountAsync)),
        new("Groups are the largest first, by fields and spans of time.", static create => RunAsync(create, StoreSuite.GroupAsync)),
        new("A field that is absent fulfils the negation.", static create => RunAsync(create, StoreSuite.AbsentAsync)),
        new("What cannot be asked is refused with all reasons.", static create => RunAsync(create, StoreSuite.RefuseAsync)),
        new("A query is ended by its token.", static create => RunAsync(create, StoreSuite.CancelAsync)),
        new("What is older than a rule allows is removed, or only its raw, and that is noted.", static create => RunAsync(create, StoreSuite.RetainAsync)),
        new("What is erased is gone whatever its age, and the log does not say it.", static create => RunAsync(create, StoreSuite.EraseAsync)),
        new("Objects have a history that follows the events, each taken in once.", static create => RunAsync(create, StoreObjects.HistoryAsync)),
        new("Only the silence of a complete feed that ran means that an object is gone.", static create => RunAsync(create, StoreObjects.GoneAsync)),
        new("All conditions agree with asking each event.", static create => RunAsync(create, static store => CompareAsync(store, 1, 200))),
    ];

    /// <summary>
    /// Fills a store with random events and asks it random questions; each answer has to be that of <see cref="MemoryEventStore"/>, which asks
    /// every event.
    /// </summary>
    /// <param name="store">The store, empty.</param>
    /// <param name="seed">What events and questions are made from.</param>
    /// <param name="questions">How many questions are asked.</param>
    /// <exception cref="ConformanceException">An answer differs; the text says the question.</exception>
    public static Task CompareAsync(IEventStore store, int seed, int questions)
    {
        ArgumentNullException.ThrowIfNull(store);
        return StoreComparison.RunAsync(store, seed, questions);
    }

    private static async Task RunAsync(Func<CancellationToken, ValueTask<IEventStore>> create, Func<IEventStore, Task> test)
    {
        IEventStore store = await create(CancellationToken.None).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
            await test(store).ConfigureAwait(false);
    }
}

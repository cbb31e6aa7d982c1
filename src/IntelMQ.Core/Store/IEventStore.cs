using IntelMQ.Schemas;

namespace IntelMQ.Store;

/// <summary>
/// Keeps events for search, statistics and notifications. Thread-safe. A query that cannot be asked (<see cref="EventQuery.Check"/>) is an
/// <see cref="ArgumentException"/> that says all that is wrong with it; one that takes longer than it may, a <see cref="TimeoutException"/>.
/// </summary>
public interface IEventStore : IStoreUpkeep, IObjectHistory, IAsyncDisposable
{
    /// <summary>The fields that its events have.</summary>
    Schema Schema { get; }

    /// <summary>
    /// Stores events, all or none. What was stored before is left out: a batch of the same id; without an id, events that are alike in all
    /// fields with one of a batch that was stored lately.
    /// </summary>
    /// <param name="batch">The events.</param>
    /// <param name="cancellationToken">Ends it; it is not known then whether they are stored, so that they are to be stored again.</param>
    /// <exception cref="IOException">The store gives no service; the next try may succeed.</exception>
    /// <exception cref="Bots.RefusedException">An event does not fit; none is stored.</exception>
    ValueTask<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken);

    /// <summary>Finds an event by its id.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<StoredEvent?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Finds where an event comes from; <see langword="null"/> where that is not known.</summary>
    /// <param name="id">The event's number.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<EventLineage?> FindLineageAsync(long id, CancellationToken cancellationToken);

    /// <summary>Gives the events of one page, as they are read: only a few are in memory at once.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="cancellationToken">Ends it, the database's work too.</param>
    IAsyncEnumerable<StoredEvent> QueryAsync(EventQuery query, CancellationToken cancellationToken);

    /// <summary>Counts events.</summary>
    /// <param name="query">Which; its order, page and limit count for nothing.</param>
    /// <param name="atMost">Where counting ends: a number that is shown as "more than" costs no reading of all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<EventCount> CountAsync(EventQuery query, long atMost, CancellationToken cancellationToken);

    /// <summary>Counts events by what they have in common, the largest groups first; groups of one size by their keys.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<EventGroup>> GroupAsync(GroupQuery query, CancellationToken cancellationToken);
}

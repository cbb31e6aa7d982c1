namespace IntelMQ.Store;

/// <summary>
/// What events are about, and since when. The history follows the table of events, whoever writes it: <see cref="TrackAsync"/> takes in what has
/// come since. An event counts where it has a time and names an object.
/// </summary>
public interface IObjectHistory
{
    /// <summary>Takes in the events that were stored since the last time. Each step is one transaction with its place, so that a kill costs nothing.</summary>
    /// <param name="cancellationToken">Ends it after the step at hand.</param>
    /// <returns>How many events were taken in.</returns>
    ValueTask<long> TrackAsync(CancellationToken cancellationToken);

    /// <summary>Says how complete a feed is, and when it ran: also a run that named nothing is one.</summary>
    /// <param name="feed">The feed's <c>feed.name</c>.</param>
    /// <param name="isComplete">Whether it always names all that is so.</param>
    /// <param name="ran">When it ran; <see langword="null"/> where nothing new is known. Events say it too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask DeclareFeedAsync(string feed, bool isComplete, DateTimeOffset? ran, CancellationToken cancellationToken);

    /// <summary>Finds objects.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<TrackedObject>> FindObjectsAsync(ObjectQuery query, CancellationToken cancellationToken);
}

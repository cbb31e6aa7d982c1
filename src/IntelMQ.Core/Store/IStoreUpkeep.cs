namespace IntelMQ.Store;

/// <summary>Removes events, and remembers that. Each step is small, and what was removed is noted with it, so that a kill leaves nothing half done.</summary>
public interface IStoreUpkeep
{
    /// <summary>Removes what is older than a rule allows.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="who">Who asks for it, for the log.</param>
    /// <param name="cancellationToken">Ends it after the step at hand.</param>
    /// <returns>How many events were removed, or lost their <c>raw</c>.</returns>
    /// <exception cref="ArgumentException">The rule cannot be used; the text says all that is wrong.</exception>
    ValueTask<long> RetainAsync(RetentionRule rule, string who, CancellationToken cancellationToken);

    /// <summary>Removes events, whatever their age, and the history of what they are about.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="who">Who asks for it, for the log.</param>
    /// <param name="reason">Why, for the log; it should not repeat what is erased.</param>
    /// <param name="cancellationToken">Ends it after the step at hand.</param>
    /// <returns>How many events were removed.</returns>
    /// <exception cref="ArgumentException">The condition cannot be asked; the text says all that is wrong.</exception>
    ValueTask<long> EraseAsync(EventFilter filter, string who, string reason, CancellationToken cancellationToken);

    /// <summary>Notes that events were given out.</summary>
    /// <param name="who">Who asked for them.</param>
    /// <param name="events">How many.</param>
    /// <param name="detail">Which, and where to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask NoteExportAsync(string who, long events, string detail, CancellationToken cancellationToken);

    /// <summary>Reads what was removed and given out, the newest first.</summary>
    /// <param name="below">Only entries with lower numbers; <see langword="null"/> for the newest.</param>
    /// <param name="count">How many at most: 1 to 1000.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<StoreLogEntry>> ReadLogAsync(long? below, int count, CancellationToken cancellationToken);
}

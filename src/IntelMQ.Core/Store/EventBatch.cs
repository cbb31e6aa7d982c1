using IntelMQ.Messages;

namespace IntelMQ.Store;

/// <summary>Events that are stored together, all or none.</summary>
/// <param name="Events">The events; not to be changed until they are stored.</param>
public sealed record EventBatch(IReadOnlyList<Event> Events)
{
    /// <summary>
    /// The id under which the batch is stored once: what comes again under it is taken for stored. <see langword="null"/> where the sender
    /// has none, and the batch is told from others by what it holds.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>Who stores it: a pipeline's bot, an import.</summary>
    public string Origin { get; init; } = "";

    /// <summary>
    /// Where each event comes from, in the order of the events; <see langword="null"/>, or an entry of it, where that is not known, as of what
    /// passed through bots in Python.
    /// </summary>
    public IReadOnlyList<EventLineage?>? Lineage { get; init; }
}

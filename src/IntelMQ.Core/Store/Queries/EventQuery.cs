using IntelMQ.Schemas;

namespace IntelMQ.Store;

/// <summary>A question for stored events: which, in what order, from where on, and how many at most.</summary>
/// <example><code>var query = new EventQuery
/// {
///     Filter = EventFilter.Equal("classification.type", "scanner"),
///     From = DateTimeOffset.UtcNow.AddDays(-1),
///     Limit = 50,
/// };</code></example>
public sealed record EventQuery
{
    /// <summary>The most events that one query gives; more are read page by page (<see cref="After"/>).</summary>
    public const int MaxLimit = 100_000;

    /// <summary>The condition; <see langword="null"/> for all events.</summary>
    public EventFilter? Filter { get; init; }

    /// <summary>The field of <see cref="From"/> and <see cref="Until"/>; <c>time.observation</c> by default.</summary>
    public string TimeField { get; init; } = "time.observation";

    /// <summary>Only events of this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only events before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>
    /// What events are sorted by: <c>id</c>, which is the order in which they were stored, or a field of times, whole numbers or texts.
    /// Events that are alike in it are in the order of their ids; those that lack it count as the lowest.
    /// </summary>
    public string SortBy { get; init; } = "time.observation";

    /// <summary>Whether the lowest comes first; by default the highest does, and so the newest.</summary>
    public bool IsAscending { get; init; }

    /// <summary>The <see cref="StoredEvent.Cursor"/> of the last event of the page before; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }

    /// <summary>The most events that are given: 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>How long the query may take until its last event is read; half a minute by default.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong with the query; empty where nothing is.</summary>
    /// <param name="schema">The fields that events have.</param>
    public IReadOnlyList<string> Check(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var binder = new FilterBinder(schema);
        BoundQuery.Bind(this, binder);
        return binder.Complaints;
    }
}

using System.Collections.Immutable;
using IntelMQ.Schemas;

namespace IntelMQ.Store;

/// <summary>A question for numbers of events: which, put together by what, and how many groups at most, the largest first.</summary>
/// <example><code>var perDay = new GroupQuery { Keys = [new GroupKey("time.observation", TimeBucket.Day), "classification.type"], Distinct = "source.ip" };</code></example>
public sealed record GroupQuery
{
    /// <summary>The most keys.</summary>
    public const int MaxKeys = 3;

    /// <summary>The most groups that one query gives.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>The condition, and the times; see <see cref="EventQuery"/>, whose order, page and limit count for nothing here.</summary>
    public EventFilter? Filter { get; init; }

    /// <inheritdoc cref="EventQuery.TimeField"/>
    public string TimeField { get; init; } = "time.observation";

    /// <inheritdoc cref="EventQuery.From"/>
    public DateTimeOffset? From { get; init; }

    /// <inheritdoc cref="EventQuery.Until"/>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What events are put together by: one to three keys.</summary>
    public ImmutableArray<GroupKey> Keys { get; init; } = [];

    /// <summary>A field whose different values are counted beside the events, such as <c>source.ip</c>; <see langword="null"/> for none.</summary>
    public string? Distinct { get; init; }

    /// <summary>The most groups that are given: those with most events.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>How long the query may take; a minute by default.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc cref="EventQuery.Check"/>
    public IReadOnlyList<string> Check(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var binder = new FilterBinder(schema);
        BoundGroups.Bind(this, binder);
        return binder.Complaints;
    }
}

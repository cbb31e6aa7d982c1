namespace IntelMQ.Store;

/// <summary>Which events are kept for how long.</summary>
/// <param name="Age">How old an event may become, by its <see cref="TimeField"/>; an hour at least.</param>
/// <example><code>var rawForAMonth = new RetentionRule(TimeSpan.FromDays(30)) { IsRawOnly = true };
/// var scansForAYear = new RetentionRule(TimeSpan.FromDays(365)) { Filter = EventFilter.Equal("classification.type", "scanner") };</code></example>
public sealed record RetentionRule(TimeSpan Age)
{
    /// <summary>The events that the rule is for; <see langword="null"/> for all.</summary>
    public EventFilter? Filter { get; init; }

    /// <summary>Whether only <c>raw</c> is removed, and the event stays.</summary>
    public bool IsRawOnly { get; init; }

    /// <summary>The field of times that age is counted by; events that lack it are kept.</summary>
    public string TimeField { get; init; } = "time.observation";
}

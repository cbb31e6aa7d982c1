namespace IntelMQ.Store;

/// <summary>The field lies between two bounds, each of which may be absent.</summary>
/// <param name="Field">The field.</param>
public sealed record RangeFilter(string Field) : EventFilter
{
    /// <summary>The lower bound.</summary>
    public EventValue? From { get; init; }

    /// <summary>Whether the lower bound itself lies within; it does by default.</summary>
    public bool IsFromIncluded { get; init; } = true;

    /// <summary>The upper bound.</summary>
    public EventValue? Until { get; init; }

    /// <summary>Whether the upper bound itself lies within; it does not by default.</summary>
    public bool IsUntilIncluded { get; init; }
}

namespace IntelMQ.Notifications.OneShots.Mapping;

/// <summary>Where a column goes.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Field">The event's field, such as <c>source.ip</c> or <c>extra.tag</c>; <see langword="null"/> where the column is not used.</param>
public sealed record ColumnPlan(string Column, string? Field)
{
    /// <summary>Whether only the first part of a list with commas is taken, such as the first of several host names.</summary>
    public bool TakesFirst { get; init; }

    /// <summary>Why the field was suggested, as a few words for people.</summary>
    public string? Reason { get; init; }
}

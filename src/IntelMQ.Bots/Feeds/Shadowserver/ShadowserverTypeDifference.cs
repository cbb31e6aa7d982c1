namespace IntelMQ.Bots.Feeds.Shadowserver;

/// <summary>In what the description of a report type differs.</summary>
/// <param name="Type">The type, by the name that is in file names.</param>
/// <param name="AddedColumns">The columns that are named now.</param>
/// <param name="RemovedColumns">The columns that are not named any more; where reports have them, they go below <c>extra.</c></param>
/// <param name="ChangedColumns">The columns that become something else, each as <c>column: old → new</c>.</param>
/// <param name="ChangedConstants">What all events of the type have, each as <c>field: old → new</c>; among it the classification.</param>
public sealed record ShadowserverTypeDifference(
    string Type,
    IReadOnlyList<string> AddedColumns,
    IReadOnlyList<string> RemovedColumns,
    IReadOnlyList<string> ChangedColumns,
    IReadOnlyList<string> ChangedConstants)
{
    /// <summary>The difference in lines.</summary>
    public IEnumerable<string> Lines
        => AddedColumns.Select(static column => $"new column {column}")
            .Concat(RemovedColumns.Select(static column => $"column {column} is gone"))
            .Concat(ChangedColumns.Select(static column => $"column {column}"))
            .Concat(ChangedConstants);
}

namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>A row of a table.</summary>
/// <param name="Number">The row, from 1, the header not counted.</param>
/// <param name="Line">The line of the file on which it begins, from 1; 0 where the format has no lines.</param>
/// <param name="Cells">The cells in the order of the columns; fewer where the row is short.</param>
public sealed record TableRow(long Number, long Line, IReadOnlyList<string> Cells)
{
    /// <summary>Why the row as a whole cannot be used, as a sentence; <see langword="null"/> where it can.</summary>
    public string? Fault { get; init; }
}

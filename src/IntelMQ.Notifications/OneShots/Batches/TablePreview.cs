using IntelMQ.Notifications.OneShots.Tables;

namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>The beginning of a table, as it is read.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The first rows.</param>
/// <param name="Problem">Why nothing more can be read; <see langword="null"/> where it can.</param>
public sealed record TablePreview(IReadOnlyList<string> Columns, IReadOnlyList<TableRow> Rows, string? Problem);

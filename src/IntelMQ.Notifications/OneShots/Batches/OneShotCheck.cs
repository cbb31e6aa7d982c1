using IntelMQ.Notifications.OneShots.Mapping;

namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>What the check of all rows found.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Valid">Those of them that became events.</param>
/// <param name="ErrorCount">What is wrong, in all.</param>
/// <param name="Errors">The first of it.</param>
/// <param name="Problem">Why the reading ended early; <see langword="null"/> where it did not.</param>
public sealed record OneShotCheck(long Rows, long Valid, long ErrorCount, IReadOnlyList<CellError> Errors, string? Problem);

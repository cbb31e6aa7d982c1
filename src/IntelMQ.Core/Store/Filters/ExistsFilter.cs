namespace IntelMQ.Store;

/// <summary>The field is set.</summary>
/// <param name="Field">The field.</param>
public sealed record ExistsFilter(string Field) : EventFilter;

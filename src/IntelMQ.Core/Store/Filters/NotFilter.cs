namespace IntelMQ.Store;

/// <summary>The condition is not fulfilled.</summary>
/// <param name="Filter">The condition.</param>
public sealed record NotFilter(EventFilter Filter) : EventFilter;

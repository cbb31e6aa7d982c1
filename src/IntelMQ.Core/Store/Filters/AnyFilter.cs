using System.Collections.Immutable;

namespace IntelMQ.Store;

/// <summary>One condition at least is fulfilled.</summary>
/// <param name="Filters">The conditions.</param>
public sealed record AnyFilter(ImmutableArray<EventFilter> Filters) : EventFilter;

using System.Collections.Immutable;

namespace IntelMQ.Store;

/// <summary>All conditions are fulfilled.</summary>
/// <param name="Filters">The conditions.</param>
public sealed record AllFilter(ImmutableArray<EventFilter> Filters) : EventFilter;

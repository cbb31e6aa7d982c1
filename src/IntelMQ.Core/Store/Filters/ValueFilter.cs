using System.Collections.Immutable;

namespace IntelMQ.Store;

/// <summary>The field has one of these values.</summary>
/// <param name="Field">The field.</param>
/// <param name="Values">The values.</param>
public sealed record ValueFilter(string Field, ImmutableArray<EventValue> Values) : EventFilter;

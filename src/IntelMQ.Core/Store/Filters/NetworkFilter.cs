using System.Collections.Immutable;
using System.Net;

namespace IntelMQ.Store;

/// <summary>The field's address or network lies in one of these networks.</summary>
/// <param name="Field">The field.</param>
/// <param name="Networks">The networks.</param>
public sealed record NetworkFilter(string Field, ImmutableArray<IPNetwork> Networks) : EventFilter;

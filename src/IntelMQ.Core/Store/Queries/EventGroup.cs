using System.Collections.Immutable;

namespace IntelMQ.Store;

/// <summary>Events that are alike in their keys.</summary>
/// <param name="Keys">
/// The values in the order of the query's keys, as they stand in an event; of a span of time its beginning (<c>2024-05-06T00:00:00+00:00</c>);
/// <see langword="null"/> where the events lack the field.
/// </param>
/// <param name="Count">How many events.</param>
/// <param name="Distinct">How many different values they have in the query's field; <see langword="null"/> where it named none.</param>
public sealed record EventGroup(ImmutableArray<string?> Keys, long Count, long? Distinct)
{
    /// <inheritdoc/>
    public bool Equals(EventGroup? other) => other is not null && Count == other.Count && Distinct == other.Distinct && Keys.AsSpan().SequenceEqual(other.Keys.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, Distinct, Keys.Length);

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(", ", Keys.Select(static key => key ?? "(none)"))}: {Count}{(Distinct is { } distinct ? $" ({distinct})" : "")}";
}

using System.Collections;
using System.Runtime.CompilerServices;

namespace IntelMQ.Mapping;

/// <summary>
/// What each column of a feed becomes: rules in their order, written as a collection expression. Of several rules for one field the first
/// that gives a value wins.
/// </summary>
[CollectionBuilder(typeof(FieldMap), nameof(Create))]
public sealed class FieldMap : IReadOnlyList<MapRule>
{
    private readonly MapRule[] _rules;

    private FieldMap(MapRule[] rules) => _rules = rules;

    /// <inheritdoc/>
    public int Count => _rules.Length;

    /// <inheritdoc/>
    public MapRule this[int index] => _rules[index];

    /// <summary>A map of rules.</summary>
    public static FieldMap Create(ReadOnlySpan<MapRule> rules) => new(rules.ToArray());

    /// <inheritdoc/>
    public IEnumerator<MapRule> GetEnumerator() => ((IEnumerable<MapRule>)_rules).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

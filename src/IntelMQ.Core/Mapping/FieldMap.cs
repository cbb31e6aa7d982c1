using System.Collections;
using System.Runtime.CompilerServices;

namespace IntelMQ.Mapping;

/// <summary>
/// What each column of a feed becomes: rules in their order, written as a collection expression. Of several rules for one field the first
/// that gives a value wins.
/// </summary>
[CollectionBuilder(typeof(FieldMap), nameof(Create))]
public sealed class FieldMap : IReadOnlyList<FieldRule>
{
    private readonly FieldRule[] _rules;

    private FieldMap(FieldRule[] rules) => _rules = rules;

    /// <inheritdoc/>
    public int Count => _rules.Length;

    /// <inheritdoc/>
    public FieldRule this[int index] => _rules[index];

    /// <summary>A map of rules.</summary>
    public static FieldMap Create(ReadOnlySpan<FieldRule> rules) => new(rules.ToArray());

    /// <inheritdoc/>
    public IEnumerator<FieldRule> GetEnumerator() => ((IEnumerable<FieldRule>)_rules).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

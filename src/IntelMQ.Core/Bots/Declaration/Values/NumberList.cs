using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace IntelMQ.Bots;

/// <summary>A parameter that is a list of whole numbers, one number, or one text with commas between the numbers.</summary>
[CollectionBuilder(typeof(NumberList), nameof(Create))]
public sealed class NumberList : IReadOnlyList<int>, IParameterValue<NumberList>
{
    private readonly int[] _items;

    private NumberList(int[] items) => _items = items;

    /// <summary>A list of whole numbers, one number, or one text with commas.</summary>
    public static ParameterForm<NumberList> Form { get; } = new CommaListForm<NumberList, int>(ParameterForms.Int32, "a list of whole numbers, or one text with commas", static items => new NumberList([.. items]), keepsEmpty: false);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public int this[int index] => _items[index];

    /// <summary>A list of numbers.</summary>
    public static NumberList Create(ReadOnlySpan<int> items) => new(items.ToArray());

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(",", _items.Select(static item => item.ToString(CultureInfo.InvariantCulture)));
}

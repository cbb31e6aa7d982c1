using System.Collections;
using System.Runtime.CompilerServices;

namespace IntelMQ.Bots;

/// <summary>A parameter that names fields: a list, or one text with commas between the names; in code <c>[Fields.Raw, "extra.note"]</c>.</summary>
[CollectionBuilder(typeof(FieldList), nameof(Create))]
public sealed class FieldList : IReadOnlyList<FieldName>, IParameterValue<FieldList>
{
    private readonly FieldName[] _items;

    private FieldList(FieldName[] items) => _items = items;

    /// <summary>A list of names, or one text with commas.</summary>
    public static ParameterForm<FieldList> Form { get; } = new CommaListForm<FieldList, FieldName>(FieldName.Form, "a list of fields, or one text with commas", static items => new FieldList([.. items]), keepsEmpty: true);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <summary>The names.</summary>
    public IEnumerable<string> Names => _items.Select(static item => item.Name);

    /// <inheritdoc/>
    public FieldName this[int index] => _items[index];

    /// <summary>A list of fields.</summary>
    public static FieldList Create(ReadOnlySpan<FieldName> items) => new(items.ToArray());

    /// <summary>A list from text with commas.</summary>
    public static FieldList Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new([.. text.Split(',', StringSplitOptions.TrimEntries).Select(static name => new FieldName(name))]);
    }

    /// <inheritdoc/>
    public IEnumerator<FieldName> GetEnumerator() => ((IEnumerable<FieldName>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(",", (IEnumerable<FieldName>)_items);
}

using System.Collections;
using System.Runtime.CompilerServices;

namespace IntelMQ.Bots;

/// <summary>A parameter that is a list, or one text with commas between the items; items are trimmed.</summary>
[CollectionBuilder(typeof(TextList), nameof(Create))]
public sealed class TextList : IReadOnlyList<string>, IParameterValue<TextList>
{
    private readonly string[] _items;

    private TextList(string[] items) => _items = items;

    /// <summary>A list of texts, or one text with commas.</summary>
    public static ParameterForm<TextList> Form { get; } = new CommaListForm<TextList, string>(ParameterForms.Text, "a list of texts, or one text with commas", static items => new TextList([.. items]), keepsEmpty: true);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public string this[int index] => _items[index];

    /// <summary>A list of items.</summary>
    public static TextList Create(ReadOnlySpan<string> items) => new(items.ToArray());

    /// <summary>A list from text with commas.</summary>
    public static TextList Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TextList(text.Split(',', StringSplitOptions.TrimEntries));
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(",", _items);
}

using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace IntelMQ.Bots;

/// <summary>A parameter that maps texts to texts: a JSON object, or a text that holds one; empty text stands for none. The order is kept.</summary>
public sealed class TextMap : IReadOnlyList<KeyValuePair<string, string>>, IParameterValue<TextMap>
{
    private readonly List<KeyValuePair<string, string>> _entries = [];
    private readonly Dictionary<string, string> _byKey = new(StringComparer.Ordinal);

    /// <summary>Creates an empty map.</summary>
    public TextMap()
    {
    }

    /// <summary>Creates a map.</summary>
    public TextMap(IEnumerable<KeyValuePair<string, string>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach ((string key, string value) in entries)
            Set(key, value);
    }

    /// <summary>An object of texts, or a text that holds one as JSON.</summary>
    public static ParameterForm<TextMap> Form { get; } = new TextMapForm();

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, string> this[int index] => _entries[index];

    /// <summary>Whether there is an entry for a text.</summary>
    public bool ContainsKey(string key) => _byKey.ContainsKey(key);

    /// <summary>Finds what a text is mapped to.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _byKey.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Set(string key, string value)
    {
        if (!_byKey.TryAdd(key, value))
        {
            _byKey[key] = value;
            _entries.RemoveAll(entry => entry.Key == key);
        }

        _entries.Add(new(key, value));
    }
}

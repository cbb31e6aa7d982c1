namespace IntelMQ.Templates;

/// <summary>Named values for a template, in the order in which they were set.</summary>
public sealed class TemplateMap : ITemplateMap
{
    private readonly OrderedDictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>Sets a value, of the kinds that <see cref="Template"/> knows.</summary>
    /// <param name="key">The name.</param>
    public object? this[string key]
    {
        set => _values[key] = value;
    }

    /// <inheritdoc/>
    public bool TryGet(string key, out object? value) => _values.TryGetValue(key, out value);
}

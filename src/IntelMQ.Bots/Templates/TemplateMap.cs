namespace IntelMQ.Bots.Templates;

/// <summary>A map that keeps its order.</summary>
internal sealed class TemplateMap : ITemplateMap
{
    private readonly OrderedDictionary<string, object?> _values = new(StringComparer.Ordinal);

    public IEnumerable<string> Keys => _values.Keys;

    public object? this[string key]
    {
        set => _values[key] = value;
    }

    public bool TryGet(string key, out object? value) => _values.TryGetValue(key, out value);
}

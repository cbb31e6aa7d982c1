namespace IntelMQ.Templates;

/// <summary>Something with named values that a template may look at.</summary>
public interface ITemplateMap
{
    /// <summary>The names, in their order.</summary>
    IEnumerable<string> Keys { get; }

    /// <summary>The value of a name.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">The value, of the kinds that <see cref="Template"/> knows.</param>
    /// <returns>Whether the name has one.</returns>
    bool TryGet(string key, out object? value);
}

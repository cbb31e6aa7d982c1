namespace IntelMQ.Bots.Templates;

/// <summary>Something with named values that a template may look at.</summary>
internal interface ITemplateMap
{
    /// <summary>The names, in their order.</summary>
    IEnumerable<string> Keys { get; }

    bool TryGet(string key, out object? value);
}

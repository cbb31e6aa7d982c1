namespace IntelMQ.Templates;

/// <summary>The arguments of a filter, test or method: by place, then by name.</summary>
internal sealed record TemplateArguments(List<object?> Values, Dictionary<string, object?> Named)
{
    public static TemplateArguments None { get; } = new([], []);

    /// <summary>An argument; <paramref name="otherwise"/> where it is not given.</summary>
    public object? Get(int index, string name, object? otherwise = null)
        => index >= 0 && index < Values.Count ? Values[index] : Named.GetValueOrDefault(name, otherwise);

    /// <summary>All but the first.</summary>
    public TemplateArguments Rest() => new(Values.Count > 0 ? Values[1..] : [], Named);
}

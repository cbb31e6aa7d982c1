namespace IntelMQ.Bots;

/// <summary>Puts an options class's parameters together: what the generator's code calls.</summary>
/// <typeparam name="TOwner">The options class.</typeparam>
/// <param name="inherited">The parameters of its base class.</param>
public sealed class ParameterTableBuilder<TOwner>(ParameterTable inherited)
    where TOwner : OptionsPart
{
    private readonly List<ParameterDescriptor> _parameters = [.. inherited.All];
    private readonly List<Func<OptionsPart, OptionsPart>> _parts = [.. inherited.Parts];

    /// <summary>Adds a parameter.</summary>
    /// <typeparam name="T">The property's type, without <c>?</c>.</typeparam>
    /// <param name="name">The name in configuration.</param>
    /// <param name="form">How values are written.</param>
    /// <param name="get">Reads the property.</param>
    /// <param name="set">Sets the property.</param>
    /// <param name="rules">What else is declared.</param>
    public ParameterTableBuilder<TOwner> Add<T>(string name, ParameterForm<T> form, Func<TOwner, T?> get, Action<TOwner, T> set, ParameterRules rules)
        where T : notnull
    {
        _parameters.Add(new ParameterDescriptor<T>(
            name,
            typeof(TOwner),
            form,
            options => get((TOwner)options) is { } value ? (true, value) : (false, default),
            (options, _, value) => set((TOwner)options, value!),
            rules));
        return this;
    }

    /// <summary>Adds a parameter whose property is a nullable value.</summary>
    /// <inheritdoc cref="Add{T}"/>
    public ParameterTableBuilder<TOwner> AddOptional<T>(string name, ParameterForm<T> form, Func<TOwner, T?> get, Action<TOwner, T?> set, ParameterRules rules)
        where T : struct
    {
        _parameters.Add(new ParameterDescriptor<T>(
            name,
            typeof(TOwner),
            form,
            options => get((TOwner)options) is { } value ? (true, value) : (false, default),
            (options, isGiven, value) => set((TOwner)options, isGiven ? value : null),
            rules));
        return this;
    }

    /// <summary>Adds the parameters of a part.</summary>
    /// <typeparam name="TPart">The part's class.</typeparam>
    /// <param name="part">Reads the property that holds the part.</param>
    /// <param name="parameters">The part's parameters.</param>
    public ParameterTableBuilder<TOwner> AddPart<TPart>(Func<TOwner, TPart> part, ParameterTable parameters)
        where TPart : OptionsPart
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (ParameterDescriptor parameter in parameters.All)
            _parameters.Add(parameter.Within(part));
        foreach (Func<OptionsPart, OptionsPart> inner in parameters.Parts)
            _parts.Add(options => inner(part((TOwner)options)));
        _parts.Add(options => part((TOwner)options));
        return this;
    }

    /// <summary>All parameters.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public ParameterTable Build() => new(_parameters, _parts);
}

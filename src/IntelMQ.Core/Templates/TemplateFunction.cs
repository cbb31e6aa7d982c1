namespace IntelMQ.Templates;

/// <summary>A function that a template may call by its name.</summary>
/// <param name="arguments">The arguments, of the kinds that <see cref="Template"/> knows.</param>
/// <returns>A value of these kinds.</returns>
/// <exception cref="InvalidOperationException">The arguments are not what the function takes; the message becomes that of the template's error.</exception>
public delegate object? TemplateFunction(IReadOnlyList<object?> arguments);

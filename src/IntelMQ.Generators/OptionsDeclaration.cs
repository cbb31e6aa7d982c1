using Microsoft.CodeAnalysis;

namespace IntelMQ.Generators;

/// <summary>Reads an options class and writes its parameters.</summary>
internal static class OptionsDeclaration
{
    private const string Set = "global::IntelMQ.Bots.ParameterTable";

    /// <summary>The file; null for a class that declares nothing.</summary>
    public static Output? Read(INamedTypeSymbol type)
    {
        Parameter[] parameters = [.. Parameter.Of(type)];
        if (parameters.Length == 0)
            return null;
        var mistakes = new List<Mistake>();
        if (CodeFile.NotPartial(type) is { } notPartial)
            mistakes.Add(Mistake.At(Rules.NotPartial, notPartial, notPartial.Name));
        if (type.IsGenericType || (!type.IsAbstract && !type.InstanceConstructors.Any(static constructor => constructor.Parameters.Length == 0 && constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal)))
            mistakes.Add(Mistake.At(Rules.NotCreatable, type, type.Name));
        var inherited = new Dictionary<string, IPropertySymbol>(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, IPropertySymbol> name in Parameter.NamesOf(type.BaseType))
            inherited[name.Key] = name.Value;
        var calls = new List<string>();
        foreach (Parameter parameter in parameters)
        {
            CheckNames(parameter, inherited, mistakes);
            calls.Add(parameter.IsPart ? ParameterCode.Part(parameter) : ParameterCode.Call(parameter, mistakes));
        }

        string source = mistakes.Count > 0 ? "" : CodeFile.Write(type, Members(type, calls));
        return new Output(CodeFile.HintName(type, "Parameters"), source, new EquatableArray<Mistake>([.. mistakes]));
    }

    private static void CheckNames(Parameter parameter, Dictionary<string, IPropertySymbol> taken, List<Mistake> mistakes)
    {
        IEnumerable<string> names = parameter.IsPart
            ? Parameter.NamesOf((INamedTypeSymbol)parameter.Property.Type).Select(static name => name.Key)
            : [parameter.Name];
        foreach (string name in names.ToArray())
        {
            if (taken.TryGetValue(name, out IPropertySymbol? other))
                mistakes.Add(Mistake.At(Rules.SameName, parameter.Property, parameter.Property.Name, name, $"{other.ContainingType.Name}.{other.Name}"));
            else
                taken.Add(name, parameter.Property);
        }
    }

    private static IEnumerable<string> Members(INamedTypeSymbol type, List<string> calls)
    {
        yield return "/// <summary>The parameters that this class and its base classes declare.</summary>";
        yield return $"public static new {Set} DeclaredParameters {{ get; }} = new global::IntelMQ.Bots.ParameterTableBuilder<{type.FullName()}>({type.BaseType!.FullName()}.DeclaredParameters)";
        foreach (string call in calls)
            yield return "    " + call;
        yield return "    .Build();";
        yield return "";
        yield return "/// <inheritdoc/>";
        yield return $"public override {Set} GetParameters() => DeclaredParameters;";
    }
}

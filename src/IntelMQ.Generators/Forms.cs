using Microsoft.CodeAnalysis;

namespace IntelMQ.Generators;

/// <summary>The expressions that make the forms of types.</summary>
internal static class Forms
{
    private const string All = "global::IntelMQ.Bots.ParameterForms.";

    private static readonly string[] Units = ["milliseconds", "seconds", "minutes", "hours", "days"];

    public static bool IsTimeSpan(ITypeSymbol type) => type is { Name: "TimeSpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    public static bool IsUnitOfTime(string? unit) => Units.Contains(unit);

    public static bool IsNumber(ITypeSymbol type) => type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Double;

    /// <summary>The type below <c>?</c>.</summary>
    public static ITypeSymbol Plain(ITypeSymbol type, out bool isNullableValue)
    {
        isNullableValue = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
        return isNullableValue ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
    }

    /// <summary>The expression for the form that the property itself names; null where it names none.</summary>
    public static string? Declared(IPropertySymbol property, ITypeSymbol type, string shown, List<Mistake> mistakes)
    {
        if (property.Attribute("ParameterForm")?.ConstructorArguments[0].Value is not INamedTypeSymbol form)
            return null;
        bool fits = false;
        for (INamedTypeSymbol? at = form.BaseType; at is not null; at = at.BaseType)
            fits |= at is { Name: "ParameterForm", TypeArguments.Length: 1 } && at.ContainingNamespace.ToDisplayString() == Known.Room && SymbolEqualityComparer.Default.Equals(at.TypeArguments[0], type);
        if (!fits || form.IsAbstract || !form.InstanceConstructors.Any(static constructor => constructor.Parameters.Length == 0))
            mistakes.Add(Mistake.At(Rules.WrongRule, property, shown, $"[ParameterForm] needs a class that derives from ParameterForm<{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}> and has a constructor without parameters"));
        return $"new {form.FullName()}()";
    }

    /// <summary>The expression; null where the type cannot be a parameter's.</summary>
    public static string? Of(ITypeSymbol type, string? unit)
    {
        switch (type.SpecialType)
        {
            case SpecialType.System_Boolean: return All + "Boolean";
            case SpecialType.System_Int32: return All + "Int32";
            case SpecialType.System_Int64: return All + "Int64";
            case SpecialType.System_Double: return All + "Double";
            case SpecialType.System_String: return All + "Text";
        }

        if (IsTimeSpan(type))
            return $"{All}Duration({Names.Literal(unit ?? "seconds")})";
        if (type.TypeKind == TypeKind.Enum)
            return Choice(type);
        if (type.AllInterfaces.Any(self => self.OriginalDefinition.Name == "IParameterValue" && self.ContainingNamespace.ToDisplayString() == Known.Room && SymbolEqualityComparer.Default.Equals(self.TypeArguments[0], type)))
            return $"{All}Of<{type.FullName()}>()";
        if (type is { Name: "JsonElement" } && type.ContainingNamespace.ToDisplayString() == "System.Text.Json")
            return All + "Json";
        return type is INamedTypeSymbol { IsGenericType: true } generic && generic.ContainingNamespace.ToDisplayString() == "System.Collections.Generic" ? Collection(generic, unit) : null;
    }

    private static string Choice(ITypeSymbol type)
    {
        IEnumerable<string> words = type.GetMembers().OfType<IFieldSymbol>().Where(static field => field.HasConstantValue)
            .Select(field => $"({Names.Literal(WordOf(field))}, {type.FullName()}.{field.Name})");
        return $"{All}Choice<{type.FullName()}>({string.Join(", ", words)})";
    }

    private static string WordOf(IFieldSymbol field)
        => field.Attribute("Parameter")?.ConstructorArguments[0].Value as string ?? Names.SnakeCase(field.Name);

    private static string? Collection(INamedTypeSymbol type, string? unit)
    {
        bool isMap = type.TypeArguments.Length == 2 && type.TypeArguments[0].SpecialType == SpecialType.System_String;
        string? method = (type.Name, type.TypeArguments.Length) switch
        {
            ("IReadOnlyList", 1) => "ReadOnlyList",
            ("IList", 1) => "List",
            ("IReadOnlyDictionary", 2) when isMap => "ReadOnlyMap",
            ("IDictionary", 2) when isMap => "Map",
            _ => null,
        };
        return method is not null && Of(type.TypeArguments[type.TypeArguments.Length - 1], unit) is { } item ? $"{All}{method}({item})" : null;
    }
}

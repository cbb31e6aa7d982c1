using Microsoft.CodeAnalysis;

namespace IntelMQ.Generators;

/// <summary>Writes the call that adds a parameter, and looks for mistakes on the way.</summary>
internal static class ParameterCode
{
    public static string Part(Parameter parameter)
        => $".AddPart(static options => options.{parameter.Property.Name}, {parameter.Property.Type.FullName()}.DeclaredParameters)";

    public static string Call(Parameter parameter, List<Mistake> mistakes)
    {
        IPropertySymbol property = parameter.Property;
        ITypeSymbol type = Forms.Plain(property.Type, out bool isNullableValue);
        string shown = $"{property.ContainingType.Name}.{property.Name}";
        if (property.SetMethod is not { IsInitOnly: false } || property.GetMethod is null || property.IsRequired())
            mistakes.Add(Mistake.At(Rules.NotSettable, property, shown));
        string? unit = property.Attribute("Unit")?.ConstructorArguments[0].Value as string;
        string? form = Forms.Declared(property, type, shown, mistakes) ?? Forms.Of(type, Forms.IsUnitOfTime(unit) ? unit : null);
        if (form is null)
            mistakes.Add(Mistake.At(Rules.BadType, property, shown, type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
        if (Forms.IsTimeSpan(type) && !Forms.IsUnitOfTime(unit))
            mistakes.Add(Mistake.At(Rules.NoUnit, property, shown));
        string meaning = Comments.MeaningOf(property);
        if (meaning.Length == 0)
            mistakes.Add(Mistake.At(Rules.NoComment, property, shown));
        bool isNullable = isNullableValue || (!type.IsValueType && property.Type.NullableAnnotation == NullableAnnotation.Annotated);
        string method = isNullableValue ? "AddOptional" : "Add";
        return $".{method}({Names.Literal(parameter.Name)}, {form}, static options => options.{property.Name}, static (options, value) => options.{property.Name} = value, new() {{ {RuleCode.Of(property, type, meaning, isNullable, shown, mistakes)} }})";
    }

    private static bool IsRequired(this IPropertySymbol property)
        => property.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.PropertyDeclarationSyntax declaration
            && declaration.Modifiers.Any(static modifier => modifier.ValueText == "required"));
}

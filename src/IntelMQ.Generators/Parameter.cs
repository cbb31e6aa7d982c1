using Microsoft.CodeAnalysis;

namespace IntelMQ.Generators;

/// <summary>One property of an options class as it is declared: a parameter, or a part that holds parameters.</summary>
internal sealed class Parameter
{
    private Parameter(IPropertySymbol property, bool isPart)
    {
        Property = property;
        IsPart = isPart;
        Name = property.Attribute("Parameter") is { } named && named.ConstructorArguments.Length == 1 && named.ConstructorArguments[0].Value is string name
            ? name
            : Names.SnakeCase(property.Name);
    }

    public IPropertySymbol Property { get; }

    public bool IsPart { get; }

    public string Name { get; }

    /// <summary>The declared properties of a class itself, in their order.</summary>
    public static IEnumerable<Parameter> Of(INamedTypeSymbol type)
    {
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            if (property.IsStatic || property.IsIndexer || property.IsOverride || property.DeclaredAccessibility != Accessibility.Public)
                continue;
            if (property.SetMethod is not null)
                yield return new Parameter(property, isPart: false);
            else if (IsHeld(property))
                yield return new Parameter(property, property.Type.DerivesFrom("OptionsPart"));
        }
    }

    /// <summary>All names that a class has, with the properties that have them: those of base classes and parts too.</summary>
    public static IEnumerable<KeyValuePair<string, IPropertySymbol>> NamesOf(INamedTypeSymbol? type)
    {
        for (; type is not null && !type.IsNamed("OptionsPart"); type = type.BaseType)
        {
            foreach (Parameter parameter in Of(type))
            {
                if (!parameter.IsPart)
                    yield return new(parameter.Name, parameter.Property);
                else if (parameter.Property.Type is INamedTypeSymbol part && !SymbolEqualityComparer.Default.Equals(part, type))
                {
                    foreach (KeyValuePair<string, IPropertySymbol> inner in NamesOf(part))
                        yield return inner;
                }
            }
        }
    }

    // "{ get; }" holds a value; "=> ..." computes one and is no declaration. Of compiled classes only the field tells.
    private static bool IsHeld(IPropertySymbol property)
        => property.Type.DerivesFrom("OptionsPart")
            || property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}

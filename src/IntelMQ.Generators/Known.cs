using Microsoft.CodeAnalysis;

namespace IntelMQ.Generators;

/// <summary>The types of IntelMQ.Core that declarations are made of, by their full names.</summary>
internal static class Known
{
    public const string Room = "IntelMQ.Bots";
    public const string Bot = Room + ".BotAttribute";
    public const string BotList = Room + ".BotListAttribute";

    public static bool IsNamed(this ITypeSymbol? type, string name)
        => type is not null && type.Name == name && type.ContainingType is null && type.ContainingNamespace.ToDisplayString() == Room;

    public static bool DerivesFrom(this ITypeSymbol type, string name)
    {
        for (INamedTypeSymbol? at = type.BaseType; at is not null; at = at.BaseType)
        {
            if (at.IsNamed(name))
                return true;
        }

        return false;
    }

    public static AttributeData? Attribute(this ISymbol symbol, string name)
        => symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass.IsNamed(name + "Attribute"));

    public static object? Named(this AttributeData attribute, string name)
        => attribute.NamedArguments.Where(argument => argument.Key == name).Select(static argument => argument.Value.Value).FirstOrDefault();

    public static string[] Texts(this TypedConstant constant)
        => constant.Kind == TypedConstantKind.Array && !constant.IsNull ? [.. constant.Values.Select(static value => value.Value as string ?? "")] : [];

    public static string FullName(this ITypeSymbol type)
        => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}

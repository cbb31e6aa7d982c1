using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace IntelMQ.Generators;

/// <summary>Reads a class with a <c>[Bot]</c> attribute and writes what a host needs of it.</summary>
internal static class BotDeclaration
{
    private const string Room = "global::IntelMQ.Bots.";

    private static readonly string[] Kinds = ["Collector", "Parser", "Expert", "Output"];
    private static readonly string[] Experts = ["Expert", "AsyncExpert", "BatchExpert", "HoldingExpert"];
    private static readonly Regex ModulePath = new(@"\A[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)+\z", RegexOptions.CultureInvariant);

    public static Output Read(INamedTypeSymbol type, AttributeData attribute)
    {
        var mistakes = new List<Mistake>();
        if (CodeFile.NotPartial(type) is { } notPartial)
            mistakes.Add(Mistake.At(Rules.NotPartial, notPartial, notPartial.Name));
        string[] paths = [.. PathsOf(attribute)];
        foreach (string path in paths.Where(static path => !ModulePath.IsMatch(path)))
            mistakes.Add(Mistake.At(Rules.BadModule, type, path));
        string kind = KindOf(type, attribute, mistakes);
        string summary = attribute.Named("Summary") as string ?? Comments.FirstSentence(Comments.SummaryOf(type));
        if (summary.Length is 0 or > 200 || !summary.EndsWith(".", StringComparison.Ordinal))
            mistakes.Add(Mistake.At(Rules.NoSummary, type, type.Name));
        ITypeSymbol? options = OptionsOf(type);
        if (options is null && !HasConstructor(type, "BotServices"))
            mistakes.Add(Mistake.At(Rules.NoConstructor, type, type.Name, $"{type.Name}Options"));
        string source = mistakes.Count > 0 ? "" : CodeFile.Write(type, Members(type, options, paths, kind, summary, attribute.Named("IsRetired") is true));
        return new Output(CodeFile.HintName(type, "Bot"), source, new EquatableArray<Mistake>([.. mistakes]));
    }

    /// <summary>The module path and the other ones of a bot.</summary>
    public static IEnumerable<string> PathsOf(AttributeData attribute)
    {
        yield return attribute.ConstructorArguments.Length > 0 ? attribute.ConstructorArguments[0].Value as string ?? "" : "";
        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments)
        {
            if (named.Key != "Aliases")
                continue;
            foreach (string alias in named.Value.Texts())
                yield return alias;
        }
    }

    private static string KindOf(INamedTypeSymbol type, AttributeData attribute, List<Mistake> mistakes)
    {
        int index = attribute.ConstructorArguments.Length > 1 && attribute.ConstructorArguments[1].Value is int value ? value : -1;
        string kind = index >= 0 && index < Kinds.Length ? Kinds[index] : "";
        string[] bases = kind == "Expert" ? Experts : [kind];
        if (type.IsAbstract || type.IsGenericType || !bases.Any(type.DerivesFrom))
            mistakes.Add(Mistake.At(Rules.WrongBase, type, type.Name, kind, $"{string.Join(", ", bases)}, and be neither abstract nor generic"));
        return kind;
    }

    private static ITypeSymbol? OptionsOf(INamedTypeSymbol type)
        => type.InstanceConstructors
            .Where(static constructor => constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal && constructor.Parameters.Length == 2)
            .Where(static constructor => constructor.Parameters[0].Type.DerivesFrom("BotOptions") && constructor.Parameters[1].Type.IsNamed("BotServices"))
            .Select(static constructor => constructor.Parameters[0].Type)
            .FirstOrDefault();

    private static bool HasConstructor(INamedTypeSymbol type, string? only)
        => type.InstanceConstructors.Any(constructor => !constructor.IsImplicitlyDeclared && (only is null ? constructor.Parameters.Length == 0 : constructor.Parameters.Length == 1 && constructor.Parameters[0].Type.IsNamed(only)));

    private static IEnumerable<string> Members(INamedTypeSymbol type, ITypeSymbol? options, string[] paths, string kind, string summary, bool isRetired)
    {
        string self = type.FullName();
        string given = options?.FullName() ?? Room + "NoOptions";
        string more = paths.Length == 1 && !isRetired ? "" : $".With({Names.Literals(paths.Skip(1))}, {(isRetired ? "true" : "false")})";
        bool isDeclared = type.InstanceConstructors.Any(constructor => constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, options));
        if (options is not null ? !isDeclared : !HasConstructor(type, null))
        {
            yield return "/// <summary>Creates the bot with the system's clock, no logs and no network.</summary>";
            yield return options is null ? $"public {type.Name}()" : $"public {type.Name}({given} options)";
            yield return $"    : this({(options is null ? "" : "options, ")}{Room}BotServices.Default)";
            yield return "{";
            yield return "}";
            yield return "";
        }

        yield return "/// <summary>What a host needs to know of the bot: its module, its parameters, how it is made.</summary>";
        yield return $"public static {Room}BotDescriptor Descriptor {{ get; }} = {Room}BotDescriptor.For<{self}, {given}>(";
        yield return $"    {Names.Literal(paths[0])},";
        yield return $"    {Room}BotKind.{kind},";
        yield return $"    {Names.Literal(summary)},";
        yield return $"    {(options is null ? "static (_, services)" : "static (options, services)")} => new {self}({(options is null ? "" : "options, ")}services)){more};";
        yield return "";
        yield return "/// <inheritdoc/>";
        yield return $"public override string Module => {Names.Literal(paths[0])};";
    }
}

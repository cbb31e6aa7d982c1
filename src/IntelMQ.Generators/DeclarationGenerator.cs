using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace IntelMQ.Generators;

/// <summary>Writes what the declarations of bots and their parameters stand for: parameters, descriptors, constructors, lists.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class DeclarationGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<Output?> options = context.SyntaxProvider.CreateSyntaxProvider(
            static (node, _) => node is ClassDeclarationSyntax { BaseList: not null },
            static (found, cancellationToken) => found.SemanticModel.GetDeclaredSymbol(found.Node, cancellationToken) is INamedTypeSymbol type && IsFirst(type, found.Node) && type.DerivesFrom("OptionsPart")
                ? OptionsDeclaration.Read(type)
                : null);
        context.RegisterSourceOutput(options, static (output, declared) => Write(output, declared));

        IncrementalValuesProvider<Output> bots = context.SyntaxProvider.ForAttributeWithMetadataName(
            Known.Bot,
            static (node, _) => node is ClassDeclarationSyntax,
            static (found, _) => BotDeclaration.Read((INamedTypeSymbol)found.TargetSymbol, found.Attributes[0]));
        context.RegisterSourceOutput(bots, static (output, declared) => Write(output, declared));

        IncrementalValueProvider<ImmutableArray<ListedBot>> listed = context.SyntaxProvider.ForAttributeWithMetadataName(
            Known.Bot,
            static (node, _) => node is ClassDeclarationSyntax,
            static (found, _) => ListOf((INamedTypeSymbol)found.TargetSymbol, found.Attributes[0])).Collect();
        context.RegisterSourceOutput(listed, static (output, all) => CheckPaths(output, all));

        IncrementalValuesProvider<BotListDeclaration> lists = context.SyntaxProvider.ForAttributeWithMetadataName(
            Known.BotList,
            static (node, _) => node is ClassDeclarationSyntax,
            static (found, _) => BotListDeclaration.Read((INamedTypeSymbol)found.TargetSymbol));
        context.RegisterSourceOutput(lists.Combine(listed), static (output, list) => WriteList(output, list.Left, list.Right));
    }

    // A class in several files is looked at once.
    private static bool IsFirst(INamedTypeSymbol type, SyntaxNode node)
        => type.DeclaringSyntaxReferences.Select(static reference => reference.GetSyntax()).OfType<ClassDeclarationSyntax>().FirstOrDefault(static declaration => declaration.BaseList is not null) == node;

    private static ListedBot ListOf(INamedTypeSymbol type, AttributeData attribute)
    {
        string[] paths = [.. BotDeclaration.PathsOf(attribute)];
        bool isReachable = true;
        for (INamedTypeSymbol? at = type; at is not null; at = at.ContainingType)
            isReachable &= at.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal;
        return new ListedBot(paths[0], isReachable ? type.FullName() : "", new EquatableArray<string>(paths), Mistake.At(Rules.SameModule, type, type.Name));
    }

    private static void Write(SourceProductionContext output, Output? declared)
    {
        if (declared is null)
            return;
        foreach (Mistake mistake in declared.Mistakes)
            output.ReportDiagnostic(mistake.ToDiagnostic());
        if (declared.Mistakes.Count == 0)
            output.AddSource(declared.HintName, SourceText.From(declared.Source, Encoding.UTF8));
    }

    private static void CheckPaths(SourceProductionContext output, ImmutableArray<ListedBot> bots)
    {
        var taken = new Dictionary<string, ListedBot>(StringComparer.Ordinal);
        foreach (ListedBot bot in bots)
        {
            foreach (string path in bot.Paths)
            {
                if (taken.TryGetValue(path, out ListedBot? other))
                    output.ReportDiagnostic((bot.Place with { Arguments = new EquatableArray<string>([.. bot.Place.Arguments, path, other.Place.Arguments.First()]) }).ToDiagnostic());
                else
                    taken.Add(path, bot);
            }
        }
    }

    private static void WriteList(SourceProductionContext output, BotListDeclaration list, ImmutableArray<ListedBot> bots)
    {
        foreach (Mistake mistake in list.Mistakes)
            output.ReportDiagnostic(mistake.ToDiagnostic());
        if (list.Mistakes.Count == 0)
            output.AddSource(list.HintName, SourceText.From(list.Write(bots.Where(static bot => bot.FullName.Length > 0)), Encoding.UTF8));
    }
}

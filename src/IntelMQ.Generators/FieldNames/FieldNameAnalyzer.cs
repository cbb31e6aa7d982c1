using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace IntelMQ.Generators.FieldNames;

/// <summary>
/// Warns of literals that stand where a field's name is expected (parameters with <c>[FieldName]</c>), are no field's, and are near one. Names
/// that are near none may be those of a schema that only the running program knows.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FieldNameAnalyzer : DiagnosticAnalyzer
{
    private const string Marker = "IntelMQ.Schemas.FieldNameAttribute";
    private const string Field = "IntelMQ.Schemas.Field`1";
    private const string Definition = "IntelMQ.Schemas.FieldDefinition";

    internal static readonly DiagnosticDescriptor Misspelt = new(
        "IMQ101",
        "A field's name is misspelt",
        "'{0}' is not the name of a field; did you mean '{1}'?",
        "IntelMQ",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Misspelt);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(Marker) is not { } marker)
                return;
            INamedTypeSymbol? field = start.Compilation.GetTypeByMetadataName(Field);
            INamedTypeSymbol? definition = start.Compilation.GetTypeByMetadataName(Definition);
            var used = new ConcurrentQueue<(string Name, Location Place)>();
            var declared = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
            start.RegisterOperationAction(
                operation =>
                {
                    var argument = (IArgumentOperation)operation.Operation;
                    if (argument.Value.ConstantValue is not { HasValue: true, Value: string name } || argument.Parameter is not { } parameter)
                        return;
                    if (parameter.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, marker)))
                        used.Enqueue((name, argument.Syntax.GetLocation()));
                    else if (parameter is { Name: "name", ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } && IsOneOf(constructor.ContainingType, field, definition))
                        declared.TryAdd(name, true);
                },
                OperationKind.Argument);
            start.RegisterCompilationEndAction(end =>
            {
                foreach ((string name, Location place) in used)
                {
                    if (NearName.Find(name, declared.Keys) is { } near)
                        end.ReportDiagnostic(Diagnostic.Create(Misspelt, place, name, near));
                }
            });
        });
    }

    private static bool IsOneOf(INamedTypeSymbol type, INamedTypeSymbol? field, INamedTypeSymbol? definition)
        => SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, field) || SymbolEqualityComparer.Default.Equals(type, definition);
}

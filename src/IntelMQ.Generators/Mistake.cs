using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace IntelMQ.Generators;

/// <summary>A diagnostic that can be compared: its rule, its place, what it names.</summary>
internal sealed record Mistake(string Id, string Path, TextSpan Span, LinePositionSpan Lines, EquatableArray<string> Arguments)
{
    public static Mistake At(DiagnosticDescriptor rule, ISymbol symbol, params string[] arguments)
        => At(rule, symbol.Locations.FirstOrDefault(static place => place.IsInSource), arguments);

    public static Mistake At(DiagnosticDescriptor rule, Location? place, params string[] arguments)
        => new(rule.Id, place?.SourceTree?.FilePath ?? "", place?.SourceSpan ?? default, place?.GetLineSpan().Span ?? default, new EquatableArray<string>(arguments));

    public Diagnostic ToDiagnostic()
        => Diagnostic.Create(Rules.ById[Id], Path.Length == 0 ? Location.None : Location.Create(Path, Span, Lines), [.. Arguments]);
}

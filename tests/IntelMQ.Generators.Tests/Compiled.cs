using System.Reflection;
using System.Runtime.Loader;
using IntelMQ.Bots;
using IntelMQ.Generators.FieldNames;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IntelMQ.Generators.Tests;

/// <summary>A source text that was compiled with the generator, as a user's project is.</summary>
internal sealed class Compiled
{
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path))];

    private readonly Compilation _compilation;

    private Compiled(Compilation compilation, GeneratorDriverRunResult result)
    {
        _compilation = compilation;
        Files = [.. result.GeneratedTrees.Select(static tree => (Path.GetFileName(tree.FilePath), tree.ToString().ReplaceLineEndings("\n")))];
        Mistakes = [.. result.Diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>What was generated.</summary>
    public IReadOnlyList<(string Name, string Text)> Files { get; }

    /// <summary>What the generator complains of.</summary>
    public IReadOnlyList<Diagnostic> Mistakes { get; }

    /// <summary>What the compiler complains of, warnings too.</summary>
    public IReadOnlyList<string> Errors => [.. _compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(static diagnostic => diagnostic.ToString())];

    public static Compiled From(string source, DocumentationMode comments = DocumentationMode.None)
    {
        Compilation before = Compilation(source, comments);
        GeneratorDriver driver = Driver(comments).RunGeneratorsAndUpdateCompilation(before, out Compilation after, out _);
        return new Compiled(after, driver.GetRunResult());
    }

    /// <summary>What the analyzer of field names warns of, in the order of the text.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> Analyzed(string source)
    {
        CSharpCompilation compilation = Compilation(source, DocumentationMode.None);
        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return [.. (await compilation.WithAnalyzers([new FieldNameAnalyzer()]).GetAnalyzerDiagnosticsAsync()).OrderBy(static warning => warning.Location.SourceSpan.Start)];
    }

    /// <summary>How the steps of a second run went after an edit that no declaration is touched by.</summary>
    public static IEnumerable<IncrementalStepRunReason> AfterEdit(string source, string more)
    {
        Compilation before = Compilation(source, DocumentationMode.None);
        GeneratorDriver driver = Driver(DocumentationMode.None).RunGenerators(before);
        driver = driver.RunGenerators(before.AddSyntaxTrees(CSharpSyntaxTree.ParseText(more, new CSharpParseOptions(LanguageVersion.Preview))));
        return driver.GetRunResult().Results.Single().TrackedOutputSteps.Values.SelectMany(static steps => steps).SelectMany(static step => step.Outputs).Select(static output => output.Reason);
    }

    /// <summary>Loads what was compiled and returns the bots of its class <c>AllBots</c>.</summary>
    public IReadOnlyList<BotDescriptor> Bots()
    {
        using var image = new MemoryStream();
        Assert.True(_compilation.Emit(image).Success, string.Join('\n', Errors));
        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext("compiled", isCollectible: true).LoadFromStream(image);
        return (IReadOnlyList<BotDescriptor>)assembly.GetTypes().Single(static type => type.Name == "AllBots").GetProperty("All")!.GetValue(null)!;
    }

    private static CSharpCompilation Compilation(string source, DocumentationMode comments)
        => CSharpCompilation.Create(
            "Sample",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview, comments), "Sample.cs")],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static CSharpGeneratorDriver Driver(DocumentationMode comments)
        => CSharpGeneratorDriver.Create(
            [new DeclarationGenerator().AsSourceGenerator()],
            parseOptions: new CSharpParseOptions(LanguageVersion.Preview, comments),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
}

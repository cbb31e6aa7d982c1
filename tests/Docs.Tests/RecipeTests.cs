using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IntelMQ.Site;
using IntelMQ.Site.Api;
using IntelMQ.Site.Markdown;

namespace IntelMQ.Docs.Tests;

/// <summary>Each recipe is a program that compiles as it is shown, with the packages named beside it and no others.</summary>
public sealed partial class RecipeTests
{
    private const string Page = "docs/recipes.md";

    // What the SDK adds where ImplicitUsings is on, as in every new project.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly string[] Trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);

    public static TheoryData<string, string> Recipes
    {
        get
        {
            var recipes = new TheoryData<string, string>();
            foreach (CodeListing listing in Repository.Read(Page).Listings.Where(static listing => listing.Language == "csharp"))
                recipes.Add(listing.Origin("code")!, PackagesOf(listing));
            return recipes;
        }
    }

    // The namespaces that an editor would add to the examples in comments.
    private const string ExampleUsings = """
        global using System.Data.Common;
        global using System.Net;
        global using IntelMQ.Bots;
        global using IntelMQ.Bots.Collectors;
        global using IntelMQ.Bots.Experts;
        global using IntelMQ.Bots.Feeds;
        global using IntelMQ.Bots.Lookups.Mmdb;
        global using IntelMQ.Bots.Outputs;
        global using IntelMQ.Bots.Parsers.AbuseCh;
        global using IntelMQ.Bots.Parsers.Generic;
        global using IntelMQ.Bots.Sieve;
        global using IntelMQ.Export;
        global using IntelMQ.Failures;
        global using IntelMQ.Formats;
        global using IntelMQ.Harmonization;
        global using IntelMQ.Http;
        global using IntelMQ.Messages;
        global using IntelMQ.Notifications.Contacts;
        global using IntelMQ.Notifications.OneShots.Tables;
        global using IntelMQ.Pipelines;
        global using IntelMQ.PostgreSql.Store;
        global using IntelMQ.Redis;
        global using IntelMQ.Schemas;
        global using IntelMQ.Sqlite;
        global using IntelMQ.Sqlite.Store;
        global using IntelMQ.State;
        global using IntelMQ.Store;
        global using IntelMQ.Testing;
        global using Microsoft.Extensions.Logging.Abstractions;
        """;

    private static IReadOnlyList<KeyValuePair<string, string>> Examples { get; } =
        [.. ApiPages.Types().Where(static type => type.Comment.Example.Length > 0).Select(static type => KeyValuePair.Create($"{type.Namespace}.{type.Name}", type.Comment.Example))];

    [Fact]
    public async Task The_examples_in_the_comments_of_types_compile()
    {
        // Each in a method of its own, all at once.
        string methods = string.Concat(Examples.Select(static (example, i) => $"// {example.Key}\ninternal static class Example{i} {{ public static async Task RunAsync() {{\n#line 1 \"{example.Key}\"\n{example.Value}\n#line default\nawait Task.CompletedTask; }} }}\n"));
        string complaints = await CompileAsync(ReferencesOf(["IntelMQ.Bots", "IntelMQ.Formats", "IntelMQ.Notifications", "IntelMQ.PostgreSql", "IntelMQ.Redis", "IntelMQ.Sqlite", "IntelMQ.Testing"]), "library", "CS1591", ImplicitUsings, ExampleUsings, methods);
        Assert.True(complaints.Length == 0, complaints);
    }

    [Fact]
    public void Thirty_types_that_people_start_with_have_an_example() => Assert.True(Examples.Count >= 30, $"There are {Examples.Count}.");

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task A_recipe_compiles_with_the_packages_beside_it(string source, string packages)
        => Assert.Equal("", await CompileAsync(ReferencesOf(packages.Split(' ')), "exe", "", ImplicitUsings, File.ReadAllText(Repository.PathOf(source))));

    [Fact]
    public void Every_file_is_on_the_page()
        => Assert.Equal(
            Directory.EnumerateFiles(Repository.PathOf("samples/Recipes"), "*.cs").Select(static file => $"samples/Recipes/{Path.GetFileName(file)}").Order(StringComparer.Ordinal),
            Repository.Read(Page).Listings.Select(static listing => listing.Origin("code")).OfType<string>().Order(StringComparer.Ordinal));

    [Fact]
    public void A_package_that_is_not_named_is_not_there()
    {
        IEnumerable<string> names = ReferencesOf(["IntelMQ.Core"]).Select(Path.GetFileNameWithoutExtension).OfType<string>();
        Assert.Contains("IntelMQ.Core", names);
        Assert.DoesNotContain("IntelMQ.Bots", names);
        Assert.DoesNotContain("StackExchange.Redis", names);
    }

    private static string PackagesOf(CodeListing listing)
    {
        string before = string.Join('\n', Repository.Read(Page).Text.Split('\n')[..(listing.Line - 1)]);
        string beside = before[before.LastIndexOf("\nPackages: ", StringComparison.Ordinal)..];
        return string.Join(' ', PackageName().Matches(beside[..beside.IndexOf(". ", StringComparison.Ordinal)]).Select(static match => match.Groups[1].Value));
    }

    // The framework, the packages, and what they bring along: the assemblies beside this test that their projects reference.
    private static HashSet<string> ReferencesOf(IEnumerable<string> packages)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = new HashSet<string>(Trusted.Where(path => Path.GetDirectoryName(path) == framework), StringComparer.Ordinal);
        var left = new Queue<string>(packages);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (left.TryDequeue(out string? name))
        {
            if (!seen.Add(name))
                continue;
            string project = Repository.PathOf($"src/{name}/{name}.csproj");
            Assert.True(File.Exists(project), $"There is no package {name}.");
            references.Add(Trusted.Single(path => Path.GetFileNameWithoutExtension(path) == name));
            XDocument document = XDocument.Load(project);
            foreach (string path in document.Descendants("ProjectReference").Select(static element => element.Attribute("Include")!.Value))
                left.Enqueue(Path.GetFileNameWithoutExtension(path));
            foreach (string package in document.Descendants("PackageReference").Select(static element => element.Attribute("Include")!.Value))
                references.UnionWith(Trusted.Where(path => Path.GetFileNameWithoutExtension(path) == package));
        }

        return references;
    }

    // By the SDK's own compiler, in a folder that goes away.
    private static async Task<string> CompileAsync(IEnumerable<string> references, string target, string silent, params string[] sources)
    {
        string folder = Directory.CreateTempSubdirectory("intelmq-recipe-").FullName;
        try
        {
            var arguments = new List<string> { "-nologo", "-nostdlib", "-langversion:14", "-nullable:enable", "-warnaserror+", $"-target:{target}", $"-out:\"{Path.Combine(folder, "Recipe.dll")}\"" };
            if (silent.Length > 0)
                arguments.Add($"-nowarn:{silent}");
            arguments.AddRange(references.Select(static path => $"-reference:\"{path}\""));
            for (int i = 0; i < sources.Length; i++)
            {
                string file = Path.Combine(folder, $"Source{i}.cs");
                await File.WriteAllTextAsync(file, sources[i]);
                arguments.Add($"\"{file}\"");
            }

            string response = Path.Combine(folder, "compile.rsp");
            await File.WriteAllLinesAsync(response, arguments);
            using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Compiler.Value, "-noconfig", $"@{response}"]) { RedirectStandardOutput = true })!;
            string said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? "" : said;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Beside the runtime that this test runs on: ROOT/shared/Microsoft.NETCore.App/VERSION, ROOT/sdk/VERSION.
    private static readonly Lazy<string> Compiler = new(static () =>
    {
        DirectoryInfo root = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!).Parent!.Parent!.Parent!;
        return Directory.EnumerateDirectories(Path.Combine(root.FullName, "sdk"))
            .Select(static sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
            .Where(File.Exists)
            .OrderBy(static path => path, StringComparer.Ordinal)
            .Last();
    });

    [GeneratedRegex("`(IntelMQ[.A-Za-z0-9]+)`", RegexOptions.None, 1000)]
    private static partial Regex PackageName();
}

using System.Reflection;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Bots.Sieve;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using IntelMQ.Site;
using IntelMQ.Site.Markdown;

namespace IntelMQ.Docs.Tests;

/// <summary>
/// Holds the listings of the pages to what is compiled and run. The comment before a listing says where it comes from:
/// <c>code: FILE#NAME</c> for source text, <c>output: CLASS.METHOD</c> or <c>output: FOLDER</c> for what code prints, <c>file: FILE</c> for a
/// file as it is, <c>parameters: MODULE</c> for parameters that a bot must take, <c>definition: BOTS</c> for a pipeline that the
/// check must pass. <c>INTELMQ_ACCEPT=1</c> writes the first three.
/// </summary>
public sealed class ListingTests
{
    private static readonly string[] Languages = ["csharp", "console", "json", "sieve", "text", "xml", "yaml"];

    public static TheoryData<string> Snippets => [.. SnippetRunner.Methods.Select(static method => $"{method.DeclaringType!.Name}.{method.Name}")];

    [Fact]
    public void Code_is_what_is_compiled()
    {
        DocumentationPages.Compare(static listing => listing.Origin("code") is { } origin ? SourceSnippets.Read(origin) : null);
        // The pages of the bots are written from the declarations, and held to them by a test of their own.
        Assert.All(DocumentationPages.All.SelectMany(static page => page.Listings).Where(static listing => listing.Language == "csharp" && !$"{listing}".StartsWith("docs/bots/", StringComparison.Ordinal)), static listing
            => Assert.True(listing.Origin("code") is not null, $"{listing}: C# must come from a source file; put <!-- code: FILE#NAME --> before it."));
    }

    [Fact]
    public void Files_are_shown_as_they_are()
        => DocumentationPages.Compare(static listing => listing.Origin("file") is { } file ? File.ReadAllText(Repository.PathOf(file)) : null);

    [Fact]
    public async Task Output_is_what_is_printed()
    {
        foreach (string origin in DocumentationPages.All.SelectMany(static page => page.Listings).Select(static listing => listing.Origin("output")).OfType<string>().Distinct())
        {
            string text = await SnippetRunner.PrintedByAsync(origin);
            DocumentationPages.Compare(listing => listing.Origin("output") == origin ? text : null);
        }
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task Every_snippet_runs(string name) => await SnippetRunner.PrintedByAsync(name);

    [Fact]
    public void Every_marker_and_language_is_known()
        => Assert.All(DocumentationPages.All.SelectMany(static page => page.Listings), static listing =>
        {
            Assert.True(Languages.Contains(listing.Language), $"{listing}: the language '{listing.Language}' is none of {string.Join(", ", Languages)}.");
            Assert.True(
                listing.Marker is null || ((string[])["code", "output", "file", "parameters", "definition"]).Any(word => listing.Origin(word) is not null),
                $"{listing}: nobody knows what '{listing.Marker}' means.");
        });

    [Fact]
    public void Json_can_be_read_and_bots_take_their_parameters()
        => Assert.All(DocumentationPages.All.SelectMany(static page => page.Listings).Where(static listing => listing.Language == "json"), static listing =>
        {
            JsonElement json = Parse(listing);
            if (listing.Origin("parameters") is not { } module)
                return;
            var warnings = new List<string>();
            new BotCatalog().Add(StandardBots.All).Get(module).ReadOptions(json, ParameterSource.Configuration, warnings);
            Assert.Empty(warnings);
        });

    [Fact]
    public async Task Definitions_can_be_run()
    {
        CodeListing[] definitions = [.. DocumentationPages.All.SelectMany(static page => page.Listings).Where(static listing => listing.Origin("definition") is not null)];
        Assert.NotEmpty(definitions);
        foreach (CodeListing listing in definitions)
        {
            PipelineDefinition definition = DefinitionReader.FromJson(Encoding.UTF8.GetBytes(listing.Code), listing.ToString());
            Assert.Empty(await definition.CheckAsync(StandardBots.All, new PipelineOptions()));
        }
    }

    [Fact]
    public void Rules_can_be_read()
        => Assert.All(DocumentationPages.All.SelectMany(static page => page.Listings).Where(static listing => listing.Language == "sieve"), static listing
            => Assert.True(SieveProgram.TryParse(listing.Code, Schema.Default, out _, out IReadOnlyList<SieveError> errors), $"{listing}: {string.Join(' ', errors)}"));

    private static JsonElement Parse(CodeListing listing)
    {
        try
        {
            return JsonElement.Parse(listing.Code);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{listing}: {exception.Message}", exception);
        }
    }
}

using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace IntelMQ.Site.Markdown;

/// <summary>A page of the repository: what it says, and what can be linked to.</summary>
internal sealed class MarkdownPage
{
    /// <summary>GitHub's Markdown as far as the pages use it; its names of headings are those of GitHub.</summary>
    public static MarkdownPipeline Pipeline { get; } = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .UsePreciseSourceLocation()
        .Build();

    /// <summary>Reads a page.</summary>
    /// <param name="path">Its path below the repository's root, with slashes.</param>
    /// <param name="text">Its Markdown.</param>
    public MarkdownPage(string path, string text)
    {
        Path = path;
        Text = text.ReplaceLineEndings("\n");
        Document = Markdig.Markdown.Parse(Text, Pipeline);
        Headings = [.. Document.Descendants<HeadingBlock>().Select(static heading => new Heading(heading.Level, heading.GetAttributes().Id ?? "", PlainText.Of(heading)))];
        Title = Headings.FirstOrDefault(static heading => heading.Level == 1)?.Text ?? throw new InvalidDataException($"{path} has no heading of the first level.");
        Summary = Document.OfType<ParagraphBlock>().FirstOrDefault() is { } first ? PlainText.Of(first) : "";
    }

    public string Path { get; }

    public string Text { get; }

    public MarkdownDocument Document { get; }

    public IReadOnlyList<Heading> Headings { get; }

    public string Title { get; }

    /// <summary>The first paragraph, as plain text.</summary>
    public string Summary { get; }

    public IEnumerable<LinkInline> Links => Document.Descendants<LinkInline>();

    /// <summary>The blocks of code, in their order.</summary>
    public IEnumerable<CodeListing> Listings => Document.Descendants<FencedCodeBlock>().Select(block => new CodeListing(this, block));
}

/// <summary>A heading.</summary>
/// <param name="Level">1 for the title.</param>
/// <param name="Id">Its name in links.</param>
/// <param name="Text">Its plain text.</param>
internal sealed record Heading(int Level, string Id, string Text);

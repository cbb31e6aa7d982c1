using Markdig.Syntax;

namespace IntelMQ.Site.Markdown;

/// <summary>A block of code in a page, with what the comment before it says of its origin.</summary>
internal sealed class CodeListing
{
    private readonly FencedCodeBlock _block;

    public CodeListing(MarkdownPage page, FencedCodeBlock block)
    {
        Page = page;
        _block = block;
        Language = block.Info ?? "";
        int place = block.Parent!.IndexOf(block);
        if (place > 0 && block.Parent[place - 1] is HtmlBlock { Type: HtmlBlockType.Comment } comment)
            Marker = comment.Lines.ToString().Trim()["<!--".Length..^"-->".Length].Trim();
    }

    public MarkdownPage Page { get; }

    /// <summary>The word behind the opening fence.</summary>
    public string Language { get; }

    /// <summary>The code, its lines ended by line feeds.</summary>
    public string Code => CodeOf(_block);

    /// <summary>The text of the comment that stands right before the block; null where there is none.</summary>
    public string? Marker { get; }

    /// <summary>What stands behind a word in the marker; null where the marker begins otherwise.</summary>
    public string? Origin(string word) => Marker is { } marker && marker.StartsWith(word + ": ", StringComparison.Ordinal) ? marker[(word.Length + 2)..].Trim() : null;

    /// <summary>The line of the opening fence, counted from 1.</summary>
    public int Line => _block.Line + 1;

    /// <summary>The page's text with other code in the block.</summary>
    public string TextWith(string code)
    {
        List<string> lines = [.. Page.Text.Split('\n')];
        lines.RemoveRange(_block.Line + 1, _block.Lines.Count);
        lines.InsertRange(_block.Line + 1, code.TrimEnd('\n').Split('\n'));
        return string.Join('\n', lines);
    }

    /// <summary>The code of a block, its lines ended by line feeds.</summary>
    public static string CodeOf(LeafBlock block)
        => block.Lines.Count == 0 ? "" : string.Concat(block.Lines.Lines.Take(block.Lines.Count).Select(static line => $"{line.Slice.AsSpan()}\n"));

    public override string ToString() => $"{Page.Path}, line {Line}";
}

using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace IntelMQ.Site.Markdown;

/// <summary>What a piece of a page says, without its form.</summary>
internal static class PlainText
{
    public static string Of(MarkdownObject piece)
    {
        var text = new StringBuilder();
        Append(piece, text);
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Append(MarkdownObject piece, StringBuilder text)
    {
        switch (piece)
        {
            case LiteralInline literal:
                text.Append(literal.Content.AsSpan());
                break;
            case CodeInline code:
                text.Append(code.Content);
                break;
            case HtmlEntityInline entity:
                text.Append(entity.Transcoded.AsSpan());
                break;
            case LineBreakInline:
                text.Append(' ');
                break;
            case ContainerInline container:
                foreach (Inline inline in container)
                    Append(inline, text);
                break;
            case LeafBlock { Inline: { } inlines }:
                Append(inlines, text);
                text.Append(' ');
                break;
            case ContainerBlock container:
                foreach (Block block in container)
                    Append(block, text);
                break;
        }
    }
}

using System.Text;

namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>Writes elements in one form: attributes by name and in quotes, <c>br/</c>, and entities for the three characters that need them.</summary>
internal static class HtmlWriter
{
    /// <summary>Writes an element.</summary>
    /// <param name="page">The page.</param>
    /// <param name="start">The element's first tag.</param>
    /// <param name="output">Takes the text.</param>
    /// <param name="innerRows">What rows within the element are called.</param>
    public static void Write(HtmlPage page, int start, StringBuilder output, string innerRows)
    {
        int end = page.EndOf(start);
        for (int i = start; i <= end; i++)
        {
            HtmlPiece piece = page[i];
            if (piece.Kind == HtmlPieceKind.Text)
            {
                AppendEscaped(page.TextOf(piece), output);
                continue;
            }

            string name = page.NameOf(piece);
            if (name == "tr" && i > start && i < end)
                name = innerRows;
            if (piece.Kind == HtmlPieceKind.LastTag)
                output.Append("</").Append(name).Append('>');
            else
                AppendStart(page, piece, name, output);
        }
    }

    /// <summary>Writes an attribute, with a blank in front.</summary>
    public static void AppendAttribute(string name, string value, StringBuilder output)
    {
        char quote = value.Contains('"', StringComparison.Ordinal) && !value.Contains('\'', StringComparison.Ordinal) ? '\'' : '"';
        output.Append(' ').Append(name).Append('=').Append(quote);
        int start = output.Length;
        AppendEscaped(value, output);
        if (quote == '"')
            output.Replace("\"", "&quot;", start, output.Length - start);
        output.Append(quote);
    }

    /// <summary>The text of an element: all texts within it.</summary>
    public static string TextOf(HtmlPage page, int start)
    {
        var text = new StringBuilder();
        for (int i = start + 1; i < page.EndOf(start); i++)
            text.Append(page.TextOf(page[i]));
        return text.ToString();
    }

    private static void AppendStart(HtmlPage page, HtmlPiece tag, string name, StringBuilder output)
    {
        output.Append('<').Append(name);
        foreach ((string attribute, string value) in page.AttributesOf(tag))
            AppendAttribute(attribute, attribute == "class" ? string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : value, output);
        output.Append(tag.Kind == HtmlPieceKind.OnlyTag ? "/>" : ">");
    }

    private static void AppendEscaped(ReadOnlySpan<char> text, StringBuilder output)
    {
        int kept = 0;
        for (int i = 0; i < text.Length; i++)
        {
            string? entity = text[i] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                _ => null,
            };
            if (entity is null)
                continue;
            output.Append(text[kept..i]).Append(entity);
            kept = i + 1;
        }

        output.Append(text[kept..]);
    }
}

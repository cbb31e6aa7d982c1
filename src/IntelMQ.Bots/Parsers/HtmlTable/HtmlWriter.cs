using System.Text;

namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>Writes elements in one form: attributes by name and in quotes, <c>br/</c>, and entities for the three characters that need them.</summary>
internal static class HtmlWriter
{
    /// <summary>Writes an element.</summary>
    /// <param name="pieces">The page.</param>
    /// <param name="start">The element's first tag.</param>
    /// <param name="output">Takes the text.</param>
    /// <param name="innerRows">What rows within the element are called.</param>
    public static void Write(IReadOnlyList<HtmlPiece> pieces, int start, StringBuilder output, string innerRows)
    {
        int end = pieces[start].End;
        for (int i = start; i <= end; i++)
        {
            HtmlPiece piece = pieces[i];
            string name = piece.Name == "tr" && i > start && i < end ? innerRows : piece.Name;
            if (piece.IsText)
                AppendEscaped(piece.Text, output);
            else if (piece.IsEnd)
                output.Append("</").Append(name).Append('>');
            else
                AppendStart(piece, name, output);
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
    public static string TextOf(IReadOnlyList<HtmlPiece> pieces, int start)
    {
        var text = new StringBuilder();
        for (int i = start + 1; i < pieces[start].End; i++)
            text.Append(pieces[i].Text);
        return text.ToString();
    }

    private static void AppendStart(HtmlPiece piece, string name, StringBuilder output)
    {
        output.Append('<').Append(name);
        foreach ((string attribute, string value) in piece.Attributes)
            AppendAttribute(attribute, attribute == "class" ? string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : value, output);
        output.Append(piece.IsVoid ? "/>" : ">");
    }

    private static void AppendEscaped(string text, StringBuilder output)
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
            output.Append(text, kept, i - kept).Append(entity);
            kept = i + 1;
        }

        output.Append(text, kept, text.Length - kept);
    }
}

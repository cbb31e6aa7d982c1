namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>Lines of a text.</summary>
internal static class TextLines
{
    /// <summary>Where the line of an index begins.</summary>
    public static int StartOf(string text, int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    /// <summary>Where the line after that of an index begins; the text's end for the last.</summary>
    public static int After(string text, int at) => text.IndexOf('\n', at) is var end and >= 0 ? end + 1 : text.Length;

    /// <summary>How far an index is from the beginning of its line.</summary>
    public static int Column(string text, int at) => at - StartOf(text, at);

    /// <summary>Whether there are only blanks before an index in its line.</summary>
    public static bool IsFirst(string text, int at) => text.AsSpan(StartOf(text, at)..at).Trim(' ').IsEmpty;

    /// <summary>Where comments end that stand further to the right than a column, and so belong to what is before them.</summary>
    public static int AfterComments(string text, int at, int column)
    {
        int end = at;
        for (int line = at; line < text.Length; line = After(text, line))
        {
            ReadOnlySpan<char> content = text.AsSpan(line..After(text, line));
            int blanks = content.Length - content.TrimStart(' ').Length;
            if (content.IsWhiteSpace())
                continue;
            if (content[blanks] != '#' || blanks <= column)
                break;
            end = After(text, line);
        }

        return end;
    }

    /// <summary>The line breaks of a text.</summary>
    public static string BreakOf(string text) => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>The text with lines put in where a line begins, or at its end.</summary>
    public static string Insert(string text, int at, string lines, string newLine)
        => at == text.Length && at > 0 && text[^1] != '\n' ? text + newLine + lines : string.Concat(text.AsSpan(..at), lines, newLine, text.AsSpan(at));

    /// <summary>The text with a part of it replaced.</summary>
    public static string Replace(string text, int start, int end, string by) => string.Concat(text.AsSpan(..start), by, text.AsSpan(end));
}

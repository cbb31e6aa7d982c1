namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>Changes of maps and lists that are written in braces and brackets.</summary>
internal static class FlowText
{
    /// <summary>Takes entries out.</summary>
    public static string Remove(string text, TextNode node, int index, int count)
    {
        TextEntry first = node.Entries[index];
        TextEntry last = node.Entries[index + count - 1];
        if (index + count < node.Entries.Count)
            return TextLines.Replace(text, first.Start, node.Entries[index + count].Start, "");
        if (index > 0)
            return TextLines.Replace(text, node.Entries[index - 1].End, last.End, "");
        int end = last.End;
        while (text[end] is ' ' or '\t')
            end++;
        return TextLines.Replace(text, first.Start, text[end] == ',' ? end + 1 : last.End, "");
    }

    /// <summary>Puts entries behind the last, in lines of their own where the others have some.</summary>
    public static string Append(string text, TextNode node, IReadOnlyList<string> entries, string newLine)
    {
        if (node.Entries.Count == 0)
            return TextLines.Replace(text, node.End - 1, node.End - 1, string.Join(", ", entries));
        TextEntry last = node.Entries[^1];
        string indent = text[TextLines.StartOf(text, last.Start)..last.Start];
        string between = indent.AsSpan().IsWhiteSpace() && TextLines.StartOf(text, last.Start) > node.Start ? "," + newLine + indent : ", ";
        return TextLines.Replace(text, last.End, last.End, string.Concat(entries.Select(entry => between + entry)));
    }
}

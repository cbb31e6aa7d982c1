using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>Changes of lists: items at both ends that stay keep their text.</summary>
internal sealed class ListText(string text, bool isJson, string newLine)
{
    /// <summary>The text with another list in place of one; both have items.</summary>
    public string? Replace(TextNode list, DocumentNode value)
    {
        string[] items = [.. value.Items.Select(item => ValueText.Inline(item, isJson))];
        // Items are compared as they are written; one that is written otherwise is written anew.
        string[] old = [.. list.Entries.Select(entry => text[entry.Value.Start..entry.Value.End])];
        int least = Math.Min(items.Length, old.Length);
        int before = 0;
        while (before < least && IsSame(old[before], value.Items[before]))
            before++;
        int behind = 0;
        while (behind < least - before && IsSame(old[^(behind + 1)], value.Items[^(behind + 1)]))
            behind++;
        int removed = old.Length - before - behind;
        string[] added = items[before..^behind];
        if (!list.IsFlow)
            return Lines(list, before, removed, added);
        if (removed == 0 && behind == 0)
            return FlowText.Append(text, list, added, newLine);
        if (added.Length == 0 && removed > 0)
            return FlowText.Remove(text, list, before, removed);
        return TextLines.Replace(text, list.Start, list.End, ValueText.Inline(value, isJson));
    }

    private string? Lines(TextNode list, int before, int removed, string[] added)
    {
        if (list.Entries.Any(entry => !TextLines.IsFirst(text, entry.Start)))
            return null;
        string indent = new(' ', TextLines.Column(text, list.Entries[0].Start));
        int start = removed > 0 || before == 0 ? TextLines.StartOf(text, list.Entries[before].Start) : TextLines.After(text, list.Entries[before - 1].End);
        int end = removed > 0 ? TextLines.After(text, list.Entries[before + removed - 1].End) : start;
        string rest = TextLines.Replace(text, start, end, "");
        return added.Length == 0 ? rest : TextLines.Insert(rest, start, string.Join(newLine, added.Select(item => $"{indent}- {item}")), newLine);
    }

    private static bool IsSame(string written, DocumentNode item)
        => YamlTree.Read(written, null, out _) is { } read && DocumentTree.AreSame(read, item, isOrdered: true);
}

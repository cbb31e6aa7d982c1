using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Configuration.Writing;

/// <summary>Makes one change of a document's text. What cannot be told for sure is left to the reader of the result, who compares.</summary>
internal sealed class TextEditor
{
    private readonly string _text;
    private readonly TextNode? _root;
    private readonly bool _isJson;
    private readonly string _newLine;
    private readonly int _step;

    public TextEditor(string text, TextNode? root, bool isJson)
    {
        _text = text;
        _root = root;
        _isJson = isJson;
        _newLine = TextLines.BreakOf(text);
        _step = StepOf(text, root);
    }

    /// <summary>The text with another value at a path; <see langword="null"/> where that cannot be.</summary>
    public string? Set(ReadOnlySpan<string> path, DocumentNode? value)
    {
        if (value is null)
            return Remove(path);
        TextNode? parent = At(path[..^1]);
        return parent?.Find(path[^1]) is { } entry ? Replace(parent, entry, value) : Insert(path, parent, value);
    }

    private string? Remove(ReadOnlySpan<string> path)
    {
        if (At(path[..^1]) is not { } parent || parent.Find(path[^1]) is not { } entry)
            return null;
        int index = parent.Entries.ToList().IndexOf(entry);
        if (parent.Entries.Count == 1 && path.Length > 1)
            return Set(path[..^1], DocumentNode.OfMap([], null));
        if (parent.IsFlow)
            return FlowText.Remove(_text, parent, index, 1);
        if (!TextLines.IsFirst(_text, entry.Start))
            return null;
        int after = TextLines.AfterComments(_text, TextLines.After(_text, entry.End), TextLines.Column(_text, entry.Start));
        return TextLines.Replace(_text, TextLines.StartOf(_text, entry.Start), after, "");
    }

    private string? Insert(ReadOnlySpan<string> path, TextNode? parent, DocumentNode value)
    {
        string name = path[^1];
        bool isRoot = path.Length == 1;
        switch (parent)
        {
            case null when isRoot:
                return TextLines.Insert(_text, _text.Length, ValueText.Lines(name, value, 0, _step, _newLine), _newLine);
            case { Kind: TextKind.Map, IsFlow: true } when _isJson || isRoot || parent.Entries.Count > 0:
                return FlowText.Append(_text, parent, [$"{ValueText.Name(name, _isJson)}: {ValueText.Inline(value, _isJson)}"], _newLine);
            case { Kind: TextKind.Map, IsFlow: false, Entries.Count: > 0 }:
                TextEntry first = parent.Entries[0];
                TextEntry last = parent.Entries[^1];
                string lines = ValueText.Lines(name, value, TextLines.Column(_text, first.Start), _step, _newLine);
                // Where a blank line is between bots, it is also before the new one.
                if (isRoot && last != first && TextLines.StartOf(_text, last.Start) is var start and > 0 && _text.AsSpan(TextLines.StartOf(_text, start - 1)..start).IsWhiteSpace())
                    lines = _newLine + lines;
                return TextLines.Insert(_text, TextLines.After(_text, parent.End), lines, _newLine);
            case { Kind: TextKind.Alias } or { Kind: TextKind.List }:
                return null;
            default:
                return isRoot ? null : Set(path[..^1], DocumentNode.OfMap([new DocumentEntry(name, value, null)], null));
        }
    }

    private string? Replace(TextNode parent, TextEntry entry, DocumentNode value)
    {
        TextNode old = entry.Value;
        if (old.Kind == TextKind.List && value.Kind == DocumentKind.List && value.Items.Count > 0 && old.Entries.Count > 0)
            return new ListText(_text, _isJson, _newLine).Replace(old, value);
        bool isInline = parent.IsFlow || _isJson || value is not { Kind: DocumentKind.Map, Entries.Count: > 0 };
        string text = isInline ? ValueText.Inline(value, _isJson, value.Kind == DocumentKind.Text ? old.Quote : '\0') : "";
        string lines = isInline ? "" : ValueText.Lines(value.Entries, TextLines.Column(_text, entry.Start) + _step, _step, _newLine);
        if (old.IsBlock)
            return ReplaceBlock(entry, text, lines);
        if (isInline && old.IsEmptyScalar)
            return TextLines.Replace(_text, old.Start, old.End, (_text[old.Start - 1] == ':' ? " " : ": ") + text);
        if (isInline)
            return TextLines.Replace(_text, old.Start, old.End, text);
        int colon = _text.IndexOf(':', entry.NameEnd) + 1;
        string rest = TextLines.Replace(_text, colon, Math.Max(colon, old.End), "");
        return TextLines.Insert(rest, TextLines.After(rest, colon), lines, _newLine);
    }

    // A value that has lines of its own: they go, and what is new stands behind the name or in their place.
    private string? ReplaceBlock(TextEntry entry, string text, string lines)
    {
        int colon = _text.IndexOf(':', entry.NameEnd) + 1;
        int first = TextLines.StartOf(_text, entry.Value.Entries.Count > 0 ? entry.Value.Entries[0].Start : entry.Value.End);
        if (colon == 0 || first < colon)
            return null;
        int after = TextLines.After(_text, entry.Value.End);
        bool hasAnchor = entry.Value.Start < first;
        string head = hasAnchor ? _text[..colon] + _newLine : _text[..first];
        if (lines.Length > 0)
            return head + lines + (after == _text.Length && _text[^1] != '\n' ? "" : _newLine) + _text[after..];
        return TextLines.Replace(head, colon, colon, " " + text) + _text[after..];
    }

    private TextNode? At(ReadOnlySpan<string> path)
    {
        TextNode? node = _root;
        foreach (string name in path)
            node = node?.Find(name)?.Value;
        return node;
    }

    // How far the file moves what belongs to a name to the right.
    private static int StepOf(string text, TextNode? root)
    {
        TextEntry? outer = root is { IsBlock: true } ? root.Entries.FirstOrDefault(static entry => entry.Value is { Kind: TextKind.Map, IsFlow: false, Entries.Count: > 0 }) : null;
        int step = outer is null ? 0 : TextLines.Column(text, outer.Value.Entries[0].Start) - TextLines.Column(text, outer.Start);
        return step is > 0 and <= 8 ? step : 2;
    }
}

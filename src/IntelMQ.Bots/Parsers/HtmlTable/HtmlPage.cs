namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>The tags and texts of a part of a page, in their order; each first tag that is kept has a last one.</summary>
internal sealed class HtmlPage
{
    private readonly List<HtmlPiece> _pieces = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, string>[]> _attributes = [[]];
    private char[] _texts = new char[1024];
    private int _textLength;
    private int _textStart;

    public int Count => _pieces.Count;

    public HtmlPiece this[int index] => _pieces[index];

    /// <summary>A tag's name in lower case.</summary>
    public string NameOf(HtmlPiece tag) => _names[tag.Name];

    /// <summary>A tag's name in lower case, by its number.</summary>
    public string NameOf(int number) => _names[number];

    /// <summary>A text, without entities; empty for tags.</summary>
    public ReadOnlySpan<char> TextOf(HtmlPiece piece) => piece.Kind == HtmlPieceKind.Text ? _texts.AsSpan(piece.Start, piece.End - piece.Start) : [];

    /// <summary>The attributes of a first or only tag, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> AttributesOf(HtmlPiece tag) => _attributes[tag.Start];

    /// <summary>Whether an element of a name begins at a piece.</summary>
    public bool IsStartOf(int index, string name)
        => _pieces[index] is { Kind: HtmlPieceKind.FirstTag or HtmlPieceKind.OnlyTag } tag && _names[tag.Name] == name;

    /// <summary>Where the element ends that begins at a piece.</summary>
    public int EndOf(int start) => _pieces[start].End;

    /// <summary>The number of a name, which is the same for the whole page.</summary>
    public int NumberOf(string name)
    {
        if (!_numbers.TryGetValue(name, out int number))
        {
            number = _names.Count;
            _numbers.Add(name, number);
            _names.Add(name);
        }

        return number;
    }

    /// <summary>Adds a first or only tag.</summary>
    /// <returns>The piece.</returns>
    public int AddTag(HtmlPieceKind kind, int name, KeyValuePair<string, string>[] attributes)
    {
        int number = 0;
        if (attributes.Length > 0)
        {
            number = _attributes.Count;
            _attributes.Add(attributes);
        }

        _pieces.Add(new HtmlPiece(kind, name, number, _pieces.Count));
        return _pieces.Count - 1;
    }

    /// <summary>Adds the last tag of an element.</summary>
    public void Close(int start)
    {
        _pieces[start] = _pieces[start] with { End = _pieces.Count };
        _pieces.Add(new HtmlPiece(HtmlPieceKind.LastTag, _pieces[start].Name, 0, 0));
    }

    /// <summary>Adds a text, which may come in parts.</summary>
    public void AddText(ReadOnlySpan<char> text)
    {
        if (text.Length > _texts.Length - _textLength)
            Array.Resize(ref _texts, checked((int)Math.Min(Math.Max(_texts.Length * 2L, (long)_textLength + text.Length), Array.MaxLength)));
        text.CopyTo(_texts.AsSpan(_textLength));
        _textLength += text.Length;
    }

    /// <summary>Ends a text.</summary>
    public void EndText()
    {
        ReadOnlySpan<char> text = _texts.AsSpan(_textStart, _textLength - _textStart);
        if (text.IsEmpty)
            return;
        // White space alone counts as a line end or a blank.
        if (text.Trim(" \t\r\n\f").IsEmpty)
        {
            _texts[_textStart] = text.Contains('\n') ? '\n' : ' ';
            _textLength = _textStart + 1;
        }

        _pieces.Add(new HtmlPiece(HtmlPieceKind.Text, 0, _textStart, _textLength));
        _textStart = _textLength;
    }

    /// <summary>Forgets all but the names.</summary>
    public void Clear()
    {
        _pieces.Clear();
        _attributes.RemoveRange(1, _attributes.Count - 1);
        _textLength = _textStart = 0;
    }
}

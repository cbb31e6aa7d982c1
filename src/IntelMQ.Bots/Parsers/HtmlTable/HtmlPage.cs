using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using IntelMQ.Failures;

namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>
/// Takes a page apart as Python's lenient parser does, on which IntelMQ rests: nothing is added or moved, as browsers do with tables; a last
/// tag closes what stands open within its element, and is dropped where nothing is open. Last tags of rows and cells may be left out, as HTML
/// allows: the next one of the same table ends them. One pass, and no recursion.
/// </summary>
internal sealed class HtmlPage
{
    // Rows and cells are written out with all that they hold, so that each level costs the page once more.
    private const int MaxNested = 16;

    private static readonly HashSet<string> Void = new(StringComparer.Ordinal)
    {
        "area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "image", "img", "input", "isindex", "keygen",
        "link", "menuitem", "meta", "nextid", "param", "source", "spacer", "track", "wbr",
    };

    private readonly List<HtmlPiece> _pieces = [];
    private readonly List<int> _open = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<int> _openByName = [];
    private readonly List<KeyValuePair<string, string>[]> _attributes = [[]];
    private char[] _texts = new char[1024];
    private int _textLength;
    private int _textStart;

    private HtmlPage()
    {
    }

    public int Count => _pieces.Count;

    public HtmlPiece this[int index] => _pieces[index];

    /// <summary>A tag's name in lower case.</summary>
    public string NameOf(HtmlPiece tag) => _names[tag.Name];

    /// <summary>A text, without entities; empty for tags.</summary>
    public ReadOnlySpan<char> TextOf(HtmlPiece piece) => piece.Kind == HtmlPieceKind.Text ? _texts.AsSpan(piece.Start, piece.End - piece.Start) : [];

    /// <summary>The attributes of a first or only tag, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> AttributesOf(HtmlPiece tag) => _attributes[tag.Start];

    /// <summary>Whether an element of a name begins at a piece.</summary>
    public bool IsStartOf(int index, string name)
        => _pieces[index] is { Kind: HtmlPieceKind.FirstTag or HtmlPieceKind.OnlyTag } tag && _names[tag.Name] == name;

    /// <summary>Where the element ends that begins at a piece.</summary>
    public int EndOf(int start) => _pieces[start].End;

    /// <exception cref="InvalidReportException">Rows or cells are nested too deep.</exception>
    public static HtmlPage Read(string text)
    {
        var page = new HtmlPage();
        using var source = new TextSource(HtmlScripts.Remove(text));
        foreach (HtmlToken token in source.Tokenize(HtmlEntityProvider.Resolver, null))
        {
            switch (token)
            {
                case HtmlTagToken { Type: HtmlTokenType.StartTag } tag:
                    page.EndText();
                    page.Start(tag);
                    break;
                case { Type: HtmlTokenType.EndTag }:
                    page.EndText();
                    page.Close(token.Name);
                    break;
                case { Type: HtmlTokenType.Character }:
                    page.AddText(token.Data);
                    break;
            }
        }

        page.EndText();
        while (page._open.Count > 0)
            page.CloseLast();
        return page;
    }

    private void Start(HtmlTagToken tag)
    {
        EndImplied(tag.Name);
        bool isOnly = tag.IsSelfClosing || Void.Contains(tag.Name);
        int name = NumberOf(tag.Name);
        _pieces.Add(new HtmlPiece(isOnly ? HtmlPieceKind.OnlyTag : HtmlPieceKind.FirstTag, name, Attributes(tag), _pieces.Count));
        if (isOnly)
            return;
        if (++_openByName[name] > MaxNested && (tag.Name is "tr" or "td"))
            throw new InvalidReportException($"More than {MaxNested} elements {tag.Name} stand within each other, as where they are not closed.");
        _open.Add(_pieces.Count - 1);
    }

    // Within one table, a cell ends where the next cell or row begins, and a row where the next row or group of rows does.
    private void EndImplied(string tag)
    {
        int level = LevelOf(tag);
        if (level == 0)
            return;
        int outermost = -1;
        for (int i = _open.Count - 1; i >= 0 && _names[_pieces[_open[i]].Name] is var name && name != "table"; i--)
        {
            if (LevelOf(name) is var other && other > 0 && other <= level)
                outermost = i;
        }

        while (outermost >= 0 && _open.Count > outermost)
            CloseLast();
    }

    private static int LevelOf(string tag) => tag switch
    {
        "td" or "th" => 1,
        "tr" => 2,
        "thead" or "tbody" or "tfoot" => 3,
        _ => 0,
    };

    private void Close(string tag)
    {
        int name = NumberOf(tag);
        if (_openByName[name] == 0)
            return;
        while (CloseLast() != name)
        {
        }
    }

    private int CloseLast()
    {
        int start = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        int name = _pieces[start].Name;
        _openByName[name]--;
        _pieces[start] = _pieces[start] with { End = _pieces.Count };
        _pieces.Add(new HtmlPiece(HtmlPieceKind.LastTag, name, 0, 0));
        return name;
    }

    private int NumberOf(string name)
    {
        if (!_numbers.TryGetValue(name, out int number))
        {
            number = _names.Count;
            _numbers.Add(name, number);
            _names.Add(name);
            _openByName.Add(0);
        }

        return number;
    }

    private int Attributes(HtmlTagToken tag)
    {
        if (tag.Attributes.Count == 0)
            return 0;
        _attributes.Add([.. tag.Attributes.Select(static attribute => KeyValuePair.Create(attribute.Name, attribute.Value)).OrderBy(static attribute => attribute.Key, StringComparer.Ordinal)]);
        return _attributes.Count - 1;
    }

    // A text may come in parts.
    private void AddText(ReadOnlySpan<char> text)
    {
        if (text.Length > _texts.Length - _textLength)
            Array.Resize(ref _texts, checked((int)Math.Min(Math.Max(_texts.Length * 2L, (long)_textLength + text.Length), Array.MaxLength)));
        text.CopyTo(_texts.AsSpan(_textLength));
        _textLength += text.Length;
    }

    private void EndText()
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
}

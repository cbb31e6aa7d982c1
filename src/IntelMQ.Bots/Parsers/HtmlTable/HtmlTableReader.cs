using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using IntelMQ.Failures;

namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>
/// Takes a page apart as Python's lenient parser does, on which IntelMQ rests: nothing is added or moved, as browsers do with tables; a last
/// tag closes what stands open within its element, and is dropped where nothing is open. Last tags of rows and cells may be left out, as HTML
/// allows: the next one of the same table ends them. One pass, no recursion, and in memory one outermost row at a time.
/// </summary>
internal sealed class HtmlTableReader(HtmlTableFormat format)
{
    // Rows and cells are written out with all that they hold, so that each level costs the page once more.
    private const int MaxNested = 16;

    private static readonly HashSet<string> Void = new(StringComparer.Ordinal)
    {
        "area", "base", "basefont", "bgsound", "br", "col", "command", "embed", "frame", "hr", "image", "img", "input", "isindex", "keygen",
        "link", "menuitem", "meta", "nextid", "param", "source", "spacer", "track", "wbr",
    };

    // A name and a piece, or -1 where the element is not kept.
    private readonly List<(int Name, int Piece)> _open = [];
    private readonly List<int> _openByName = [];

    // Where tables, groups of rows, rows and cells stand among the open elements.
    private readonly List<int> _structure = [];
    private int _found;
    private int _table = -1;
    private int _row = -1;
    private bool _hasRow;
    private bool _isOver;

    /// <summary>What the row that was given last stands in.</summary>
    public HtmlPage Page { get; } = new();

    /// <summary>The rows of the table, by where they begin in <see cref="Page"/>, which holds a row until the next is asked for.</summary>
    /// <exception cref="InvalidReportException">There is no such table, or rows or cells are nested too deep.</exception>
    public IEnumerable<int> Read(ReadOnlyMemory<byte> text)
    {
        foreach (string chunk in HtmlChunks.Of(text))
        {
            using var source = new TextSource(chunk);
            foreach (HtmlToken token in source.Tokenize(HtmlEntityProvider.Resolver, null))
            {
                Close(token);
                foreach (int row in _hasRow ? Rows() : [])
                    yield return row;
                Open(token);
                foreach (int row in _hasRow ? Rows() : [])
                    yield return row;
                if (_isOver)
                    yield break;
            }
        }

        Page.EndText();
        while (_open.Count > 0)
            CloseLast();
        foreach (int row in _hasRow ? Rows() : [])
            yield return row;
        if (_table < 0 && !_isOver)
        {
            throw new InvalidReportException(_found == 0
                ? "The page has no such table."
                : $"The page has {_found} such tables, none at index {format.TableIndex}.");
        }
    }

    // The outermost row that has ended, and those within it, in the order of their first tags.
    private IEnumerable<int> Rows()
    {
        for (int i = 0; i < Page.Count; i++)
        {
            if (Page.IsStartOf(i, "tr"))
                yield return i;
        }

        Page.Clear();
        (_row, _hasRow) = (-1, false);
    }

    private void Close(HtmlToken token)
    {
        if (token.Type is HtmlTokenType.StartTag or HtmlTokenType.EndTag)
            Page.EndText();
        if (token.Type == HtmlTokenType.StartTag)
            EndImplied(token.Name);
        else if (token.Type == HtmlTokenType.EndTag && CountOf(NumberOf(token.Name)) > 0)
            CloseTo(NumberOf(token.Name));
    }

    private void Open(HtmlToken token)
    {
        if (token is HtmlTagToken { Type: HtmlTokenType.StartTag } tag)
            Start(tag);
        else if (token.Type == HtmlTokenType.Character && _row >= 0)
            Page.AddText(token.Data);
    }

    private void Start(HtmlTagToken tag)
    {
        bool isOnly = tag.IsSelfClosing || Void.Contains(tag.Name);
        bool isTable = tag.Name is "table";
        KeyValuePair<string, string>[] attributes = _row >= 0 || isTable || tag.Name is "tr" ? AttributesOf(tag) : [];
        if (_table < 0 && isTable && format.Matches(attributes) && _found++ == format.TableIndex)
            (_table, _isOver) = (_open.Count, isOnly);
        else if (_table >= 0 && _row < 0 && tag.Name is "tr")
            (_row, _hasRow) = (_open.Count, isOnly);
        int name = NumberOf(tag.Name);
        int piece = _row < 0 ? -1 : Page.AddTag(isOnly ? HtmlPieceKind.OnlyTag : HtmlPieceKind.FirstTag, name, attributes);
        if (isOnly)
            return;
        if (++_openByName[name] > MaxNested && _row >= 0 && tag.Name is "tr" or "td")
            throw new InvalidReportException($"More than {MaxNested} elements {tag.Name} stand within each other, as where they are not closed.");
        if (isTable || LevelOf(tag.Name) > 0)
            _structure.Add(_open.Count);
        _open.Add((name, piece));
    }

    // Within one table, a cell ends where the next cell or row begins, and a row where the next row or group of rows does.
    private void EndImplied(string tag)
    {
        int level = LevelOf(tag);
        if (level == 0)
            return;
        int outermost = -1;
        for (int i = _structure.Count - 1; i >= 0 && Page.NameOf(_open[_structure[i]].Name) is var name && name != "table"; i--)
        {
            if (LevelOf(name) <= level)
                outermost = _structure[i];
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

    private void CloseTo(int name)
    {
        while (CloseLast() != name)
        {
        }
    }

    private int CloseLast()
    {
        (int name, int piece) = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        _openByName[name]--;
        if (_structure.Count > 0 && _structure[^1] == _open.Count)
            _structure.RemoveAt(_structure.Count - 1);
        if (piece >= 0)
            Page.Close(piece);
        _hasRow |= _open.Count == _row;
        _isOver |= _open.Count == _table;
        return name;
    }

    private int CountOf(int name) => _openByName[name];

    private int NumberOf(string name)
    {
        int number = Page.NumberOf(name);
        if (number == _openByName.Count)
            _openByName.Add(0);
        return number;
    }

    private static KeyValuePair<string, string>[] AttributesOf(HtmlTagToken tag)
        => tag.Attributes.Count == 0
            ? []
            : [.. tag.Attributes.Select(static attribute => KeyValuePair.Create(attribute.Name, attribute.Value)).OrderBy(static attribute => attribute.Key, StringComparer.Ordinal)];
}

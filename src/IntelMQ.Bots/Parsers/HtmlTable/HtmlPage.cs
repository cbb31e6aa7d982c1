using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using IntelMQ.Failures;

namespace IntelMQ.Bots.Parsers.HtmlTable;

/// <summary>
/// Takes a page apart as Python's lenient parser does, on which IntelMQ rests: nothing is added or moved, as browsers do with tables; a
/// cell that is not closed holds those that follow; a last tag closes what stands open within its element, and is dropped where nothing is
/// open. One pass, and no recursion.
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

    private static readonly HtmlPiece LineEnd = new() { Text = "\n" };
    private static readonly HtmlPiece Blank = new() { Text = " " };

    private readonly Dictionary<string, HtmlPiece> _ends = new(StringComparer.Ordinal);
    private readonly List<HtmlPiece> _pieces = [];
    private readonly List<HtmlPiece> _open = [];
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, int> _openByName = new(StringComparer.Ordinal);

    private HtmlPage()
    {
    }

    public IReadOnlyList<HtmlPiece> Pieces => _pieces;

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
        bool isVoid = tag.IsSelfClosing || Void.Contains(tag.Name);
        var piece = new HtmlPiece
        {
            Name = tag.Name,
            IsVoid = isVoid,
            Attributes = tag.Attributes.Count == 0 ? [] : [.. tag.Attributes.Select(static attribute => KeyValuePair.Create(attribute.Name, attribute.Value)).OrderBy(static attribute => attribute.Key, StringComparer.Ordinal)],
            End = _pieces.Count,
        };
        _pieces.Add(piece);
        if (isVoid)
            return;
        int open = _openByName.GetValueOrDefault(tag.Name) + 1;
        if (open > MaxNested && (tag.Name is "tr" or "td"))
            throw new InvalidReportException($"More than {MaxNested} elements {tag.Name} stand within each other, as where they are not closed.");
        _openByName[tag.Name] = open;
        _open.Add(piece);
    }

    private void Close(string name)
    {
        if (_openByName.GetValueOrDefault(name) == 0)
            return;
        while (CloseLast() != name)
        {
        }
    }

    private string CloseLast()
    {
        HtmlPiece last = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        _openByName[last.Name]--;
        last.End = _pieces.Count;
        _pieces.Add(EndOf(last.Name));
        return last.Name;
    }

    // Nothing of a last tag changes, so all of one name are one piece; a page has many thousands.
    private HtmlPiece EndOf(string name)
    {
        if (!_ends.TryGetValue(name, out HtmlPiece? end))
            _ends[name] = end = new HtmlPiece { Name = name, IsEnd = true };
        return end;
    }

    // A text may come in parts.
    private void AddText(string text) => _text.Append(text);

    private void EndText()
    {
        if (_text.Length == 0)
            return;
        string text = _text.ToString();
        _text.Clear();
        bool isBlank = text.AsSpan().Trim(" \t\r\n\f").IsEmpty;
        _pieces.Add(!isBlank ? new HtmlPiece { Text = text } : text.Contains('\n', StringComparison.Ordinal) ? LineEnd : Blank);
    }
}

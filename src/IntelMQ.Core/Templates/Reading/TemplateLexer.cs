using System.Text;
using System.Text.RegularExpressions;

namespace IntelMQ.Templates;

/// <summary>Cuts a template into tokens: text as it is, tags into names, strings, numbers and signs; comments and white space go.</summary>
internal sealed partial class TemplateLexer
{
    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "//", "|", ".", ",", ":", "(", ")", "[", "]", "{", "}", "~", "+", "-", "*", "/", "%", "<", ">", "="];

    // Expressions become functions in functions: what is long would run deep.
    private const int MaxTokensOfTag = 3000;

    private readonly string _text;
    private readonly List<TemplateToken> _tokens = [];
    private int _at;

    private TemplateLexer(string text) => _text = text;

    /// <exception cref="TemplateException">A tag is not closed, or holds a sign that is none.</exception>
    public static List<TemplateToken> Run(string text)
    {
        var lexer = new TemplateLexer(text);
        lexer.Run();
        return lexer._tokens;
    }

    /// <summary>The error for a place in a template.</summary>
    public static TemplateException ErrorAt(string text, int position, string reason)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, Math.Min(position, text.Length));
        return new TemplateException(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'), reason);
    }

    private void Run()
    {
        bool trims = false;
        while (_at < _text.Length)
        {
            int tag = NextTag();
            ReadOnlySpan<char> plain = _text.AsSpan(_at, (tag < 0 ? _text.Length : tag) - _at);
            if (trims)
                plain = plain.TrimStart();
            if (tag >= 0 && tag + 2 < _text.Length && _text[tag + 2] == '-')
                plain = plain.TrimEnd();
            if (!plain.IsEmpty)
                _tokens.Add(new TemplateToken(TokenKind.Text, plain.ToString(), _at));
            if (tag < 0)
                break;
            _at = tag;
            if (_text[tag + 1] == '#')
                trims = SkipComment();
            else if (!TryReadRaw(out trims))
                trims = ReadTag();
        }

        _tokens.Add(new TemplateToken(TokenKind.End, "", _text.Length));
    }

    private int NextTag()
    {
        for (int at = _text.IndexOf('{', _at); at >= 0 && at + 1 < _text.Length; at = _text.IndexOf('{', at + 1))
        {
            if (_text[at + 1] is '{' or '%' or '#')
                return at;
        }

        return -1;
    }

    private bool SkipComment()
    {
        int end = _text.IndexOf("#}", _at + 2, StringComparison.Ordinal);
        if (end < 0)
            throw ErrorAt(_text, _at, "the comment is not closed.");
        _at = end + 2;
        return _text[end - 1] == '-';
    }

    // Between {% raw %} and {% endraw %} nothing is a tag.
    private bool TryReadRaw(out bool trims)
    {
        trims = false;
        Match start = RawStart().Match(_text, _at);
        if (!start.Success)
            return false;
        Match end = RawEnd().Match(_text, _at + start.Length);
        if (!end.Success)
            throw ErrorAt(_text, _at, "raw is not closed.");
        ReadOnlySpan<char> plain = _text.AsSpan(start.Index + start.Length, end.Index - start.Index - start.Length);
        plain = start.Groups[1].Value == "-" ? plain.TrimStart() : plain;
        plain = end.Groups[1].Value == "-" ? plain.TrimEnd() : plain;
        if (!plain.IsEmpty)
            _tokens.Add(new TemplateToken(TokenKind.Text, plain.ToString(), _at));
        _at = end.Index + end.Length;
        trims = end.Groups[2].Value == "-";
        return true;
    }

    private bool ReadTag()
    {
        int start = _at;
        bool isOutput = _text[_at + 1] == '{';
        string close = isOutput ? "}}" : "%}";
        _tokens.Add(new TemplateToken(isOutput ? TokenKind.OutputStart : TokenKind.BlockStart, "", start));
        _at += 2;
        if (_at < _text.Length && _text[_at] is '-' or '+')
            _at++;
        int depth = 0;
        int first = _tokens.Count;
        while (true)
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
                _at++;
            if (_at >= _text.Length)
                throw ErrorAt(_text, start, "the tag is not closed.");
            bool trims = _text[_at] == '-' && Follows(close, _at + 1);
            bool keeps = _text[_at] == '+' && Follows(close, _at + 1);
            // In {{ {'a': {}}} }} the braces of the maps come first.
            if ((trims || keeps || Follows(close, _at)) && (depth == 0 || !isOutput))
            {
                _tokens.Add(new TemplateToken(isOutput ? TokenKind.OutputEnd : TokenKind.BlockEnd, "", _at));
                _at += trims || keeps ? 3 : 2;
                return trims;
            }

            if (_tokens.Count - first > MaxTokensOfTag)
                throw ErrorAt(_text, start, "the tag is too long.");
            TemplateToken token = ReadToken();
            depth += token.IsOperator("{") ? 1 : token.IsOperator("}") ? -1 : 0;
            _tokens.Add(token);
        }
    }

    private bool Follows(string sign, int at) => string.CompareOrdinal(_text, at, sign, 0, sign.Length) == 0;

    private TemplateToken ReadToken()
    {
        int start = _at;
        char first = _text[_at];
        if (char.IsAsciiLetter(first) || first == '_')
        {
            while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
                _at++;
            return new TemplateToken(TokenKind.Name, _text[start.._at], start);
        }

        if (char.IsAsciiDigit(first))
        {
            while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || (_text[_at] == '.' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]))))
                _at++;
            return new TemplateToken(TokenKind.Number, _text[start.._at], start);
        }

        if (first is '"' or '\'')
            return ReadString(first);
        foreach (string sign in Signs)
        {
            if (!Follows(sign, _at))
                continue;
            _at += sign.Length;
            return new TemplateToken(TokenKind.Operator, sign, start);
        }

        throw ErrorAt(_text, _at, $"'{first}' is not expected here.");
    }

    private TemplateToken ReadString(char quote)
    {
        int start = _at++;
        var value = new StringBuilder();
        for (; _at < _text.Length && _text[_at] != quote; _at++)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
            {
                char escaped = _text[++_at];
                value.Append(escaped switch { 'n' => "\n", 't' => "\t", 'r' => "\r", '\\' or '\'' or '"' => escaped.ToString(), _ => "\\" + escaped });
            }
            else
            {
                value.Append(_text[_at]);
            }
        }

        if (_at >= _text.Length)
            throw ErrorAt(_text, start, "the text is not closed.");
        _at++;
        return new TemplateToken(TokenKind.String, value.ToString(), start);
    }

    [GeneratedRegex(@"\G\{%[-+]?\s*raw\s*([-+]?)%\}", RegexOptions.CultureInvariant)]
    private static partial Regex RawStart();

    [GeneratedRegex(@"\{%([-+]?)\s*endraw\s*([-+]?)%\}", RegexOptions.CultureInvariant)]
    private static partial Regex RawEnd();
}

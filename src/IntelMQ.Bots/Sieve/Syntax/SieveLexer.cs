namespace IntelMQ.Bots.Sieve.Syntax;

/// <summary>Cuts a rule file into tokens, comments included; the last one is <see cref="SieveTokenKind.End"/>.</summary>
internal ref struct SieveLexer
{
    // Longer ones first.
    private static readonly string[] Symbols =
        ["==", "!=", "=~", "!~", "<=", ">=", "<<", "+=", "-=", "&&", "||", "=", "<", ">", "!", "{", "}", "(", ")", "[", "]", ","];

    private readonly string _text;
    private readonly SieveErrors _errors;
    private int _at;
    private int _line = 1;
    private int _lineStart;
    private int _lineOfLast = 1;

    private SieveLexer(string text, SieveErrors errors)
    {
        _text = text;
        _errors = errors;
        // A mark of the encoding is no part of the text.
        if (text.StartsWith('\uFEFF'))
            _at = _lineStart = 1;
    }

    public static List<SieveToken> Read(string text, SieveErrors errors)
    {
        var lexer = new SieveLexer(text, errors);
        var tokens = new List<SieveToken>();
        do
            tokens.Add(lexer.Next());
        while (tokens[^1].Kind != SieveTokenKind.End);
        return tokens;
    }

    private readonly ReadOnlySpan<char> Rest => _text.AsSpan(_at);

    private SieveToken Next()
    {
        SkipBlanks();
        int start = _at;
        var position = new SievePosition(_line, _at - _lineStart + 1);
        int linesBefore = _line - _lineOfLast;
        SieveTokenKind kind = ReadToken(position);
        _lineOfLast = _line;
        return new SieveToken(kind, start, _at - start, position, linesBefore);
    }

    private void SkipBlanks()
    {
        for (; _at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n'; _at++)
        {
            if (_text[_at] == '\n')
                StartLine();
        }
    }

    private void StartLine()
    {
        _line++;
        _lineStart = _at + 1;
    }

    private SieveTokenKind ReadToken(SievePosition position)
    {
        if (_at >= _text.Length)
            return SieveTokenKind.End;
        ReadOnlySpan<char> rest = Rest;
        char first = rest[0];
        if (first == '#' || rest.StartsWith("//", StringComparison.Ordinal))
        {
            int end = rest.IndexOfAny('\r', '\n');
            _at = end < 0 ? _text.Length : _at + end;
            return SieveTokenKind.Comment;
        }

        if (first is '"' or '\'')
            return ReadText(first, position);
        if (SieveWords.NumberLength(rest) is var number and > 0)
        {
            _at += number;
            return SieveTokenKind.Number;
        }

        if (SieveWords.IsWordChar(first))
            return ReadWord();
        if (first is '$' or ':')
            return ReadPrefixed(first, position);
        foreach (string symbol in Symbols)
        {
            if (!rest.StartsWith(symbol, StringComparison.Ordinal))
                continue;
            _at += symbol.Length;
            return SieveTokenKind.Symbol;
        }

        _at += char.IsHighSurrogate(first) && rest.Length > 1 && char.IsLowSurrogate(rest[1]) ? 2 : 1;
        _errors.Add(position, $"{SieveWords.Describe(_text.AsSpan(_at - 1, 1))} has no meaning here.");
        return SieveTokenKind.Bad;
    }

    private SieveTokenKind ReadWord()
    {
        int start = _at;
        while (_at < _text.Length && SieveWords.IsWordChar(_text[_at]))
            _at++;
        // Of "add!" the mark is a part; in "add != 5" and "add!= 5" it is not.
        if (_text.AsSpan(start, _at - start) is not ("add" or "append") || _at >= _text.Length || _text[_at] != '!'
            || (_at + 1 < _text.Length && _text[_at + 1] is '=' or '~'))
            return SieveTokenKind.Word;
        _at++;
        return SieveTokenKind.Symbol;
    }

    private SieveTokenKind ReadPrefixed(char prefix, SievePosition position)
    {
        int start = _at++;
        while (_at < _text.Length && (SieveWords.IsVariableChar(_text[_at])))
            _at++;
        if (_at - start > 1)
            return prefix == '$' ? SieveTokenKind.Variable : SieveTokenKind.Symbol;
        _errors.Add(position, prefix == '$'
            ? "'$' begins a variable: lower-case letters, digits and '_' must follow directly."
            : "':' begins an operator such as :contains; its name must follow directly.");
        return SieveTokenKind.Bad;
    }

    private SieveTokenKind ReadText(char quote, SievePosition position)
    {
        for (_at++; _at < _text.Length; _at++)
        {
            char next = _text[_at];
            if (next == '\n')
                StartLine();
            else if (next == '\\' && _at + 1 < _text.Length && _text[_at + 1] == quote)
                _at++;
            else if (next == quote)
            {
                _at++;
                return SieveTokenKind.Text;
            }
        }

        _errors.Add(position, $"the text is not closed: the quote {quote} is missing. A backslash before a quote makes it part of the text.");
        return SieveTokenKind.Bad;
    }
}

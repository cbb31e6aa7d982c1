using System.Text;

namespace IntelMQ.Bots.Sieve.Syntax;

/// <summary>
/// Writes a rule file anew: a statement a line, blocks indented, comments where they were, at most one blank line between statements.
/// Nothing but blanks changes, so the result says the same.
/// </summary>
internal sealed class SieveFormatter
{
    private const int IndentWidth = 4;

    private readonly SieveSource _source;
    private readonly StringBuilder _output = new();
    private int _indent;
    private SieveToken? _previous;
    private bool _mustBreak;

    private SieveFormatter(SieveSource source) => _source = source;

    public static string Format(SieveSource source)
    {
        var formatter = new SieveFormatter(source);
        for (int i = 0; i < source.Tokens.Count - 1; i++)
        {
            if (source.Tokens[i].Kind == SieveTokenKind.Comment)
                formatter.WriteComment(i);
            else
                formatter.WriteToken(source.Tokens[i]);
        }

        if (formatter._output.Length > 0)
            formatter._output.Append('\n');
        return formatter._output.ToString();
    }

    /// <summary>A part of the file in one line, without comments.</summary>
    public static string OneLine(SieveSource source, SieveRange range)
    {
        var text = new StringBuilder();
        ReadOnlySpan<char> previous = default;
        for (int i = IndexOf(source.Tokens, range.Start); i < source.Tokens.Count && source.Tokens[i].Start < range.End; i++)
        {
            SieveToken token = source.Tokens[i];
            if (token.Kind == SieveTokenKind.Comment)
                continue;
            ReadOnlySpan<char> next = source.Text.AsSpan(token.Start, token.Length);
            if (text.Length > 0 && NeedsBlank(previous, next))
                text.Append(' ');
            text.Append(next);
            previous = next;
        }

        return text.ToString().ReplaceLineEndings(" ");
    }

    private static int IndexOf(IReadOnlyList<SieveToken> tokens, int start)
    {
        int low = 0;
        int high = tokens.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (tokens[middle].Start < start)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static bool NeedsBlank(ReadOnlySpan<char> previous, ReadOnlySpan<char> next)
        => previous is not ("(" or "[" or "!") && next is not (")" or "]" or ",");

    private string TextOf(SieveToken token) => _source.Text.Substring(token.Start, token.Length);

    private void WriteComment(int index)
    {
        SieveToken comment = _source.Tokens[index];
        string text = TextOf(comment).TrimEnd();
        if (comment.LinesBefore == 0 && _output.Length > 0)
        {
            _output.Append(' ').Append(text);
        }
        else
        {
            int next = index + 1;
            while (_source.Tokens[next].Kind == SieveTokenKind.Comment)
                next++;
            StartLine(comment, _indent + (BeginsLine(_source.Tokens[next]) ? 0 : 1));
            _output.Append(text);
        }

        _mustBreak = true;
    }

    private void WriteToken(SieveToken token)
    {
        string text = TextOf(token);
        bool isSymbol = token.Kind == SieveTokenKind.Symbol;
        bool closes = isSymbol && text == "}";
        if (closes)
            _indent--;
        if (IsBranch(token) && !_mustBreak)
            _output.Append(' ');
        else if (closes && !_mustBreak && Previous is "{")
            _output.Append(' ');
        else if (BeginsLine(token))
            StartLine(token, _indent);
        else if (_mustBreak)
            StartLine(token, _indent + (isSymbol && text == "{" ? 0 : 1));
        else if (NeedsBlank(Previous, text))
            _output.Append(' ');
        _output.Append(text);
        if (isSymbol && text == "{")
            _indent++;
        _previous = token;
        _mustBreak = false;
    }

    private string Previous => _previous is { } token ? TextOf(token) : "";

    private bool BeginsLine(SieveToken token)
        => token.Kind == SieveTokenKind.End || _source.StatementStarts.Contains(token.Start) || IsBranch(token)
            || (token.Kind == SieveTokenKind.Symbol && TextOf(token) == "}");

    // Only what goes on after a block can be one: in other places "else" is a field's name.
    private bool IsBranch(SieveToken token)
        => token.Kind == SieveTokenKind.Word && Previous is "}" && TextOf(token) is "elif" or "else" && !_source.StatementStarts.Contains(token.Start);

    private void StartLine(SieveToken token, int indent)
    {
        if (_output.Length > 0)
        {
            _output.Append('\n');
            bool closes = token.Kind == SieveTokenKind.Symbol && TextOf(token) == "}";
            if (token.LinesBefore > 1 && !closes && (Previous is not "{" || _mustBreak))
                _output.Append('\n');
        }

        _output.Append(' ', indent * IndentWidth);
    }
}

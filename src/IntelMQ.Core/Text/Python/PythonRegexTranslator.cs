using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IntelMQ.Text;

/// <summary>Reads a Python pattern from left to right and writes it in .NET's syntax as it goes.</summary>
internal sealed partial class PythonRegexTranslator
{
    private const int MaxDepth = 100;

    private readonly PythonRegexSource _source;
    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    // The width of each group, null while it is open; group 0 is the whole.
    private readonly List<PythonRegexWidth?> _groups = [null];
    private readonly List<int> _conditions = [];
    private PythonRegexOptions _global;
    private int _depth;

    // In a look-behind, the first group that was opened within; it must not be referred to there.
    private int? _lookBehind;

    // The text that the pattern stands for as long as it is nothing but text.
    private StringBuilder? _literal = new();

    private PythonRegexTranslator(string pattern, PythonRegexOptions flags)
    {
        _source = new PythonRegexSource(pattern);
        _global = flags;
    }

    /// <summary>What the last element was, to know whether it can be repeated.</summary>
    private enum Element
    {
        None,
        Position,
        Repetition,
        Other,
    }

    public static bool TryTranslate(
        string pattern, PythonRegexOptions flags, [NotNullWhen(true)] out PythonRegexTranslation? translation, [NotNullWhen(false)] out string? error)
    {
        try
        {
            translation = new PythonRegexTranslator(pattern, flags).Translate();
            error = null;
            return true;
        }
        catch (PythonRegexException exception)
        {
            translation = null;
            error = exception.Message;
            return false;
        }
    }

    private PythonRegexTranslation Translate()
    {
        Alternatives(_global, top: true);
        if (!_source.AtEnd)
            throw _source.Error("a closing parenthesis too many");
        if (_conditions.Any(group => group >= _groups.Count))
            throw _source.Error("no such group");
        RegexOptions options = RegexOptions.None;
        if (_global.HasFlag(PythonRegexOptions.IgnoreCase))
            options |= RegexOptions.IgnoreCase;
        if (_global.HasFlag(PythonRegexOptions.Multiline))
            options |= RegexOptions.Multiline;
        if (_global.HasFlag(PythonRegexOptions.DotAll))
            options |= RegexOptions.Singleline;
        string? literal = _global.HasFlag(PythonRegexOptions.IgnoreCase) || _literal is not { Length: > 0 } ? null : _literal.ToString();
        return new PythonRegexTranslation(_output.ToString(), options, _names, _groups.Count - 1, literal);
    }

    private PythonRegexWidth Alternatives(PythonRegexOptions flags, bool top = false)
    {
        if (++_depth > MaxDepth)
            throw _source.Error("groups are nested too deep");
        PythonRegexWidth width = Sequence(top ? _global : flags, top);
        while (_source.Take('|'))
        {
            _literal = null;
            _output.Append('|');
            width = width.Or(Sequence(top ? _global : flags, mayHaveFlags: false));
        }

        _depth--;
        return width;
    }

    private PythonRegexWidth Sequence(PythonRegexOptions flags, bool mayHaveFlags)
    {
        var width = default(PythonRegexWidth);
        var item = default(PythonRegexWidth);
        int itemStart = _output.Length;
        Element last = Element.None;
        while (!_source.AtEnd && _source.Peek is not ('|' or ')'))
        {
            int position = _source.Position;
            int next = _source.Next("");
            if (flags.HasFlag(PythonRegexOptions.Verbose) && IsVerboseBlank(next))
                continue;
            int start = _output.Length;
            if (next is '*' or '+' or '?' || (next == '{' && IsRepetition(position)))
            {
                (long least, long most) = RepetitionBounds((char)next);
                Repeat(last, itemStart, least, most);
                item = item.Times(least, most);
                last = Element.Repetition;
                _literal = null;
                continue;
            }

            if (next == '(')
            {
                bool first = mayHaveFlags && last == Element.None;
                if (Group(flags, first, out PythonRegexWidth group) is not { } kind)
                {
                    if (first)
                        flags = _global;
                    continue;
                }

                (last, width, item) = (kind, width.Then(item), group);
            }
            else
            {
                (last, width, item) = (Single(next, flags, out PythonRegexWidth single), width.Then(item), single);
            }

            itemStart = start;
        }

        return width.Then(item);
    }

    // White space and comments; true where the character is one.
    private bool IsVerboseBlank(int character)
    {
        if (character is ' ' or '\t' or '\n' or '\r' or '\v' or '\f')
            return true;
        if (character != '#')
            return false;
        _source.TakeWhile(static c => c != '\n');
        _source.Take('\n');
        return true;
    }

    private Element Single(int character, PythonRegexOptions flags, out PythonRegexWidth width)
    {
        width = PythonRegexWidth.One;
        switch (character)
        {
            case '\\':
                return Escape(flags, out width);
            case '[':
                _literal = null;
                Set(flags);
                return Element.Other;
            case '.':
                _literal = null;
                _output.Append('.');
                return Element.Other;
            case '^' or '$':
                return Position(((char)character).ToString(), out width);
            default:
                Literal(character);
                return Element.Other;
        }
    }

    private Element Position(string text, out PythonRegexWidth width)
    {
        _literal = null;
        _output.Append(text);
        width = default;
        return Element.Position;
    }

    private void Literal(int character)
    {
        if (character > 0xFFFF)
            _literal?.Append(char.ConvertFromUtf32(character));
        else if (!char.IsSurrogate((char)character))
            _literal?.Append((char)character);
        else
            _literal = null;
        PythonRegexWriter.AppendLiteral(character, _output);
    }

    // A brace that does not begin a repetition stands for itself.
    private bool IsRepetition(int position)
    {
        if (_source.Peek != '}')
        {
            _source.TakeWhile(char.IsAsciiDigit);
            if (_source.Take(','))
                _source.TakeWhile(char.IsAsciiDigit);
            if (_source.Peek == '}')
            {
                _source.Position = position + 1;
                return true;
            }
        }

        _source.Position = position + 1;
        return false;
    }

    private (long Least, long Most) RepetitionBounds(char sign)
    {
        switch (sign)
        {
            case '*':
                return (0, PythonRegexWidth.Unbounded);
            case '+':
                return (1, PythonRegexWidth.Unbounded);
            case '?':
                return (0, 1);
        }

        string least = _source.TakeWhile(char.IsAsciiDigit);
        string most = least;
        if (_source.Take(','))
        {
            most = _source.TakeWhile(char.IsAsciiDigit);
            if (most.Length == 0)
                most = "4294967295";
        }

        _source.Take('}');
        (long low, long high) = (Count(least), Count(most));
        if (high < low)
            throw _source.Error("a repetition's least is above its most");
        return (low, high);
    }

    private long Count(string digits)
    {
        if (digits.Length == 0)
            return 0;
        if (digits == "4294967295")
            return PythonRegexWidth.Unbounded;
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            return count;
        throw _source.Error("a repetition's number is too large");
    }

    private void Repeat(Element last, int itemStart, long least, long most)
    {
        if (last is Element.None or Element.Position)
            throw _source.Error("nothing to repeat");
        if (last == Element.Repetition)
            throw _source.Error("a repetition of a repetition");
        _output.Append((least, most) switch
        {
            (0, PythonRegexWidth.Unbounded) => "*",
            (1, PythonRegexWidth.Unbounded) => "+",
            (0, 1) => "?",
            (_, PythonRegexWidth.Unbounded) => string.Create(CultureInfo.InvariantCulture, $"{{{least},}}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}"),
        });
        if (_source.Take('?'))
            _output.Append('?');
        else if (_source.Take('+'))
            _output.Insert(itemStart, "(?>").Append(')');
    }
}

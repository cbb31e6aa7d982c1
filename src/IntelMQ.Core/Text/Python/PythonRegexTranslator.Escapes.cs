using System.Globalization;

namespace IntelMQ.Text;

/// <summary>Escapes and sets.</summary>
internal sealed partial class PythonRegexTranslator
{
    private const string NoSetEnd = "a set is not ended";

    private Element Escape(PythonRegexOptions flags, out PythonRegexWidth width)
    {
        width = PythonRegexWidth.One;
        bool ascii = flags.HasFlag(PythonRegexOptions.Ascii);
        int letter = _source.Next("a backslash at the end");
        switch (letter)
        {
            case 'A':
                return Position(@"\A", out width);
            case 'Z':
                return Position(@"\z", out width);
            case 'b' or 'B':
                return Position(PythonRegexWriter.Boundary(letter == 'B', ascii), out width);
            case 'd' or 'D' or 's' or 'S' or 'w' or 'W':
                _literal = null;
                _output.Append(PythonRegexWriter.Class((char)letter, ascii));
                break;
            case '0':
                Literal(Octal("0" + _source.TakeWhile(IsOctal, 2)));
                break;
            case >= '1' and <= '9':
                NumberEscape((char)letter, out width);
                break;
            default:
                Literal(CharacterEscape(letter));
                break;
        }

        return Element.Other;
    }

    // Three octal digits are a character, everything else is a group's number of one or two digits.
    private void NumberEscape(char first, out PythonRegexWidth width)
    {
        width = PythonRegexWidth.One;
        string digits = first + _source.TakeWhile(char.IsAsciiDigit, 1);
        if (digits.Length == 2 && IsOctal(digits[0]) && IsOctal(digits[1]) && IsOctal(_source.Peek))
        {
            Literal(Octal(digits + _source.TakeWhile(IsOctal, 1)));
            return;
        }

        _literal = null;
        width = Reference(int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture));
    }

    // The escapes that are the same within sets and outside.
    private int CharacterEscape(int letter) => letter switch
    {
        'a' => '\a',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        'x' => Hex(2),
        'u' => Hex(4),
        'U' => Hex(8),
        (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => throw _source.Error("an unknown escape"),
        _ => letter,
    };

    private int Hex(int digits)
    {
        string text = _source.TakeWhile(char.IsAsciiHexDigit, digits);
        if (text.Length != digits || !uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code) || code > 0x10FFFF)
            throw _source.Error("a bad character code");
        return (int)code;
    }

    private int Octal(string digits)
    {
        int code = 0;
        foreach (char digit in digits)
            code = code * 8 + (digit - '0');
        return code <= 255 ? code : throw _source.Error("a bad character code");
    }

    private static bool IsOctal(char c) => c is >= '0' and <= '7';

    private void Set(PythonRegexOptions flags)
    {
        var set = new PythonRegexSet();
        bool negated = _source.Take('^');
        bool ascii = flags.HasFlag(PythonRegexOptions.Ascii);
        for (bool first = true; ; first = false)
        {
            int low = SetItem(!first, ascii, set);
            if (low == EndOfSet)
                break;
            if (!_source.Take('-'))
            {
                if (low >= 0)
                    set.AddRange(low, low);
                continue;
            }

            int high = SetItem(true, ascii, set);
            if (high == EndOfSet)
            {
                if (low >= 0)
                    set.AddRange(low, low);
                set.AddRange('-', '-');
                break;
            }

            if (low < 0 || high < low)
                throw _source.Error("a bad range of characters");
            set.AddRange(low, high);
        }

        _output.Append(set.ToPattern(negated));
    }

    private const int EndOfSet = -1;
    private const int ClassInSet = -2;

    // A character, or one of the two constants; a class is added at once.
    private int SetItem(bool mayEnd, bool ascii, PythonRegexSet set)
    {
        int next = _source.Next(NoSetEnd);
        if (next == ']' && mayEnd)
            return EndOfSet;
        if (next != '\\')
            return next;
        int letter = _source.Next(NoSetEnd);
        switch (letter)
        {
            case 'd' or 'D' or 's' or 'S' or 'w' or 'W':
                set.AddClass(PythonRegexWriter.ClassInSet((char)letter, ascii));
                return ClassInSet;
            case 'b':
                return '\b';
            case >= '0' and <= '7':
                return Octal((char)letter + _source.TakeWhile(IsOctal, 2));
            case '8' or '9':
                throw _source.Error("an unknown escape");
            default:
                return CharacterEscape(letter);
        }
    }
}

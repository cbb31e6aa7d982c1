using System.Buffers;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>One piece of a <see cref="StrptimeFormat"/>: a directive, a byte that means itself, or white space.</summary>
internal readonly struct StrptimeStep
{
    private const char LiteralMark = '=';
    private const char BlankMark = ' ';

    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly string[] Days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private readonly char _directive;
    private readonly byte _literal;
    private readonly byte _minDigits;
    private readonly byte _maxDigits;
    private readonly short _min;
    private readonly short _max;

    private StrptimeStep(char directive, byte literal = 0, byte minDigits = 0, byte maxDigits = 0, short min = 0, short max = short.MaxValue)
    {
        _directive = directive;
        _literal = literal;
        _minDigits = minDigits;
        _maxDigits = maxDigits;
        _min = min;
        _max = max;
    }

    public static StrptimeStep Blank => new(BlankMark);

    public bool IsBlank => _directive == BlankMark;

    public bool IsLiteral => _directive == LiteralMark;

    public static StrptimeStep Literal(byte value) => new(LiteralMark, value);

    /// <summary>The step of a directive; <see langword="false"/> where Python has none of this letter.</summary>
    public static bool TryCreate(char directive, out StrptimeStep step)
    {
        step = directive switch
        {
            'Y' or 'G' => new StrptimeStep(directive, minDigits: 4, maxDigits: 4),
            'y' => new StrptimeStep(directive, minDigits: 2, maxDigits: 2),
            'm' or 'I' => new StrptimeStep(directive, minDigits: 1, maxDigits: 2, min: 1, max: 12),
            'd' => new StrptimeStep(directive, minDigits: 1, maxDigits: 2, min: 1, max: 31),
            'H' => new StrptimeStep(directive, minDigits: 1, maxDigits: 2, max: 23),
            'M' => new StrptimeStep(directive, minDigits: 1, maxDigits: 2, max: 59),
            'S' => new StrptimeStep(directive, minDigits: 1, maxDigits: 2, max: 61),
            'j' => new StrptimeStep(directive, minDigits: 1, maxDigits: 3, min: 1, max: 366),
            'U' or 'W' => new StrptimeStep(directive, minDigits: 1, maxDigits: 2, max: 53),
            'V' => new StrptimeStep(directive, minDigits: 1, maxDigits: 2, min: 1, max: 53),
            'w' => new StrptimeStep(directive, minDigits: 1, maxDigits: 1, max: 6),
            'u' => new StrptimeStep(directive, minDigits: 1, maxDigits: 1, min: 1, max: 7),
            'f' => new StrptimeStep(directive, minDigits: 1, maxDigits: 6),
            '%' => Literal((byte)'%'),
            'a' or 'A' or 'b' or 'B' or 'p' or 'z' or 'Z' => new StrptimeStep(directive),
            _ => default,
        };
        return step._directive != '\0';
    }

    /// <summary>Whether the text begins with the literal, in any case.</summary>
    public bool MatchesLiteral(ReadOnlySpan<byte> text) => !text.IsEmpty && ToLower(text[0]) == ToLower(_literal);

    /// <summary>How many bytes the step takes at most, 0 where it does not match.</summary>
    public int LongestMatch(ReadOnlySpan<byte> text) => _directive switch
    {
        BlankMark => BlankLength(text),
        'a' => NameLength(text, Days, 3),
        'A' => NameLength(text, Days, 0),
        'b' => NameLength(text, Months, 3),
        'B' => NameLength(text, Months, 0),
        'p' => StartsWith(text, "am") || StartsWith(text, "pm") ? 2 : 0,
        'Z' => StartsWith(text, "utc") || StartsWith(text, "gmt") ? 3 : 0,
        'z' => StrptimeZone.LongestMatch(text),
        _ => ShorterMatch(text, _maxDigits + 1),
    };

    /// <summary>The next shorter way to match, 0 where there is none.</summary>
    public int ShorterMatch(ReadOnlySpan<byte> text, int length)
    {
        if (_directive == BlankMark)
        {
            _ = Rune.DecodeLastFromUtf8(text[..length], out _, out int last);
            return length - last;
        }
        if (_directive == 'z')
            return StrptimeZone.ShorterMatch(text, length);
        // A day may have a blank in place of its zero.
        if (_directive == 'd' && text.Length > 1 && text[0] == ' ')
            return length > 2 && text[1] is >= (byte)'1' and <= (byte)'9' ? 2 : 0;
        for (length = Math.Min(length - 1, text.Length); length >= _minDigits && length > 0; length--)
        {
            if (TryReadNumber(text[..length], out int value) && (_directive == 'f' || (value >= _min && value <= _max)))
                return length;
        }
        return 0;
    }

    /// <summary>Keeps what the step matched.</summary>
    public void Store(ReadOnlySpan<byte> match, ref StrptimeFields fields)
    {
        switch (_directive)
        {
            case BlankMark or 'Z':
                break;
            case 'a' or 'A':
                fields.Set('a', IndexOf(match, Days));
                break;
            case 'b' or 'B':
                fields.Set('m', IndexOf(match, Months) + 1);
                break;
            case 'p':
                fields.Set('p', ToLower(match[0]) == 'p' ? 1 : 0);
                break;
            case 'z':
                fields.Zone = StrptimeZone.Read(match);
                break;
            default:
                _ = TryReadNumber(match.TrimStart((byte)' '), out int value);
                StoreNumber(value, match.Length, ref fields);
                break;
        }
    }

    private void StoreNumber(int value, int digits, ref StrptimeFields fields)
    {
        switch (_directive)
        {
            case 'y':
                fields.Set('Y', value + (value <= 68 ? 2000 : 1900));
                break;
            case 'w':
                fields.Set('a', (value + 6) % 7);
                break;
            case 'u':
                fields.Set('a', value - 1);
                break;
            case 'f':
                for (; digits < _maxDigits; digits++)
                    value *= 10;
                fields.Set('f', value);
                break;
            default:
                fields.Set(_directive, value);
                break;
        }
    }

    private static int BlankLength(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (Rune.DecodeFromUtf8(text[length..], out Rune rune, out int used) == OperationStatus.Done && Utf8Text.IsWhiteSpace(rune))
            length += used;
        return length;
    }

    private static int NameLength(ReadOnlySpan<byte> text, string[] names, int letters)
    {
        foreach (string name in names)
        {
            ReadOnlySpan<char> wanted = letters == 0 ? name : name.AsSpan(0, letters);
            if (StartsWith(text, wanted))
                return wanted.Length;
        }
        return 0;
    }

    private static int IndexOf(ReadOnlySpan<byte> match, string[] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (StartsWith(match, names[i].AsSpan(0, 3)))
                return i;
        }
        return 0;
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<char> lowerCase)
        => text.Length >= lowerCase.Length && Ascii.EqualsIgnoreCase(text[..lowerCase.Length], lowerCase);

    private static bool TryReadNumber(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            value = (value * 10) + (digit - '0');
        }
        return true;
    }

    private static int ToLower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? value + 32 : value;
}

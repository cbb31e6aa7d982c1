using System.Buffers;
using System.Globalization;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// Cuts a text into words, numbers, blanks and symbols. A point (behind two digits also a comma) between digits makes a decimal
/// number; between letters, or where there are several, it separates.
/// </summary>
internal ref struct TimeLexer
{
    /// <summary>The longest text, in bytes: there is no date format this long, and it bounds the work.</summary>
    public const int MaxLength = 128;

    private readonly Span<char> _chars;
    private readonly Span<TimeToken> _tokens;
    private int _count;

    private TimeLexer(Span<char> chars, Span<TimeToken> tokens)
    {
        _chars = chars;
        _tokens = tokens;
    }

    /// <summary>Cuts the text.</summary>
    /// <param name="text">At most <see cref="MaxLength"/> bytes.</param>
    /// <param name="chars">Takes the characters that the tokens refer to; as many as <see cref="MaxLength"/>.</param>
    /// <param name="tokens">Takes the tokens; as many as <see cref="MaxLength"/>.</param>
    /// <returns>The number of tokens.</returns>
    public static int Split(ReadOnlySpan<byte> text, Span<char> chars, Span<TimeToken> tokens)
    {
        var lexer = new TimeLexer(chars[..Decode(text, chars)], tokens);
        for (int i = 0; i < lexer._chars.Length;)
            i = lexer.Next(i);
        return lexer._count;
    }

    // One character each: digits of all scripts become ASCII, all white space a blank, what looks like a sign or colon one; letters and symbols that need two become a
    // stand-in, since no word of a date has them.
    private static int Decode(ReadOnlySpan<byte> text, Span<char> chars)
    {
        int count = 0;
        while (!text.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            text = text[length..];
            if (rune.Value == 0)
                continue;
            chars[count++] = rune switch
            {
                { IsAscii: true } when rune.Value > ' ' => (char)rune.Value,
                _ when Utf8Text.IsWhiteSpace(rune) => ' ',
                _ when AsSign(rune) is not '\0' and char sign => sign,
                { IsBmp: false } => Rune.IsLetter(rune) ? 'ª' : '\uFFFD',
                _ => CharUnicodeInfo.GetDecimalDigitValue((char)rune.Value) is >= 0 and int digit ? (char)('0' + digit) : (char)rune.Value,
            };
        }
        return count;
    }

    // Minus, the hyphens and dashes that programs put in its place, and full-width forms.
    private static char AsSign(Rune rune) => rune.Value switch
    {
        0x2212 or (>= 0x2010 and <= 0x2015) or 0xFE58 or 0xFE63 or 0xFF0D => '-',
        0xFF0B => '+',
        0xFF1A => ':',
        _ => '\0',
    };

    private int Next(int start)
    {
        char first = _chars[start];
        if (!IsLetter(first) && !char.IsAsciiDigit(first))
        {
            Add(first == ' ' ? TimeTokenKind.Blank : TimeTokenKind.Symbol, start, start + 1);
            return start + 1;
        }
        bool inWord = IsLetter(first);
        int end = EndOfRun(start, inWord);
        bool dotted = end < _chars.Length && (_chars[end] == '.' || (_chars[end] == ',' && !inWord && end - start >= 2));
        if (dotted)
            return Dotted(start, end, inWord);
        Add(inWord ? TimeTokenKind.Word : TimeTokenKind.Number, start, end);
        return end;
    }

    private readonly int EndOfRun(int start, bool inWord)
    {
        int end = start + 1;
        while (end < _chars.Length && (inWord ? IsLetter(_chars[end]) : char.IsAsciiDigit(_chars[end])))
            end++;
        return end;
    }

    // Behind a point the run may change from digits to letters and back.
    private int Dotted(int start, int point, bool inWord)
    {
        bool hasWord = inWord;
        int points = 0;
        int end = point;
        for (; end < _chars.Length; end++)
        {
            char c = _chars[end];
            bool afterPoint = end > point && _chars[end - 1] == '.';
            if (c == '.' || end == point)
                points += c == '.' ? 1 : 0;
            else if (IsLetter(c) && (inWord || afterPoint))
            {
                // A single letter that ends the text does not turn a number into words.
                hasWord |= inWord || end < _chars.Length - 1;
                inWord = true;
            }
            else if (char.IsAsciiDigit(c) && (!inWord || afterPoint))
                inWord = false;
            else
                break;
        }
        Span<char> run = _chars[start..end];
        if (hasWord || points > 1 || run[^1] is '.' or ',')
            AddPieces(start, end);
        else if (inWord || (points == 1 && run.Contains(',')))
            Add(TimeTokenKind.Mixed, start, end);
        else
        {
            run.Replace(',', '.');
            Add(TimeTokenKind.Number, start, end);
        }
        return end;
    }

    private void AddPieces(int start, int end)
    {
        while (start < end)
        {
            char first = _chars[start];
            if (first is '.' or ',')
            {
                Add(TimeTokenKind.Symbol, start, ++start);
                continue;
            }
            int pieceEnd = EndOfRun(start, IsLetter(first));
            Add(IsLetter(first) ? TimeTokenKind.Word : TimeTokenKind.Number, start, pieceEnd);
            start = pieceEnd;
        }
    }

    private void Add(TimeTokenKind kind, int start, int end) => _tokens[_count++] = new TimeToken(kind, (byte)start, (byte)(end - start));

    private static bool IsLetter(char c) => char.IsAscii(c) ? char.IsAsciiLetter(c) : char.IsLetter(c);
}

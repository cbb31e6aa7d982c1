using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace IntelMQ.Text;

/// <summary>
/// Number texts as IntelMQ reads and writes them, which is Python's way: surrounding blanks, underscores between digits and any
/// Unicode decimal digits are taken; integers have no bound but <see cref="MaxDigits"/>.
/// </summary>
public static class PythonNumber
{
    /// <summary>The most digits, leading zeros counted, an integer's text may have (Python's own limit).</summary>
    public const int MaxDigits = 4300;

    /// <summary>Whether a JSON number is an integer to Python: no fraction and no exponent.</summary>
    public static bool IsInteger(ReadOnlySpan<byte> jsonNumber) => jsonNumber.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;

    /// <summary>Reads an integer's text and appends its digits without sign <c>+</c>, leading zeros and underscores.</summary>
    /// <returns>Whether it is an integer; if not, nothing is appended.</returns>
    public static bool TryWriteInteger(ReadOnlySpan<byte> text, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        int start = output.Length;
        text = Trim(text);
        bool negative = TakeSign(ref text);
        bool afterDigit = false, significant = false;
        int digits = 0;
        while (!text.IsEmpty)
        {
            int digit = TakeDigit(ref text);
            if (digit < 0)
            {
                if (!afterDigit || text[0] != '_')
                    break;
                text = text[1..];
                afterDigit = false;
                continue;
            }

            if (++digits > MaxDigits)
                break;
            afterDigit = true;
            if (digit == 0 && !significant)
                continue;
            if (!significant && negative)
                output.Append((byte)'-');
            significant = true;
            output.Append((byte)('0' + digit));
        }

        if (!text.IsEmpty || !afterDigit || digits > MaxDigits)
        {
            output.Truncate(start);
            return false;
        }

        if (!significant)
            output.Append((byte)'0');
        return true;
    }

    /// <summary>Appends the integer part of a number, exactly.</summary>
    /// <param name="value">A finite number.</param>
    /// <param name="output">Takes the digits.</param>
    public static void WriteTruncated(double value, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Math.Abs(value) < 1e18)
            output.Append((long)value);
        else
            output.Append(new BigInteger(value).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Reads a number's text, <c>nan</c> and <c>inf</c> in all their spellings included; too large is infinite.</summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> text, out double value)
    {
        text = Trim(text);
        if (!Ascii.IsValid(text) || text.Contains((byte)'_'))
            return TryParseUnusual(text, out value);
        return TryParseAscii(text, out value);
    }

    /// <summary>Appends the shortest text that gives the same number again, in Python's form: <c>1.0</c>, <c>1e+22</c>, <c>1e-07</c>.</summary>
    public static void Write(double value, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!double.IsFinite(value))
        {
            output.Append(double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8);
            return;
        }

        Span<byte> text = stackalloc byte[32];
        // One digit, the fraction, and the exponent: d.ddddE+ddd; the shortest digits come from the default format.
        value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        text = text[..length];
        if (text[0] == '-')
        {
            output.Append((byte)'-');
            text = text[1..];
        }

        int exponent = 0;
        int mark = text.IndexOf((byte)'E');
        if (mark >= 0)
        {
            _ = Utf8Parser.TryParse(text[(mark + 1)..], out exponent, out _);
            text = text[..mark];
        }

        Span<byte> digits = stackalloc byte[32];
        int point = text.IndexOf((byte)'.');
        int whole = point < 0 ? text.Length : point;
        text[..whole].CopyTo(digits);
        int count = whole;
        if (point >= 0)
        {
            text[(point + 1)..].CopyTo(digits[whole..]);
            count += text.Length - point - 1;
        }

        WriteDigits(digits[..count], whole + exponent, output);
    }

    // The number is 0.DIGITS times ten to the power of point.
    private static void WriteDigits(Span<byte> digits, int point, Utf8Buffer output)
    {
        while (digits.Length > 1 && digits[0] == '0')
        {
            digits = digits[1..];
            point--;
        }

        digits = digits.TrimEnd((byte)'0');
        if (digits.IsEmpty)
        {
            output.Append("0.0"u8);
        }
        else if (point is > 16 or <= -4)
        {
            output.Append(digits[0]);
            if (digits.Length > 1)
            {
                output.Append((byte)'.');
                output.Append(digits[1..]);
            }

            output.Append((byte)'e');
            output.Append(point - 1 < 0 ? (byte)'-' : (byte)'+');
            int power = Math.Abs(point - 1);
            if (power < 10)
                output.Append((byte)'0');
            output.Append(power);
        }
        else if (point <= 0)
        {
            output.Append("0."u8);
            output.Append("0000"u8[..-point]);
            output.Append(digits);
        }
        else if (point >= digits.Length)
        {
            output.Append(digits);
            output.Append("0000000000000000"u8[..(point - digits.Length)]);
            output.Append(".0"u8);
        }
        else
        {
            output.Append(digits[..point]);
            output.Append((byte)'.');
            output.Append(digits[point..]);
        }
    }

    private static bool TryParseUnusual(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var plain = new Utf8Buffer(Math.Max(text.Length, 1));
        bool afterDigit = false;
        while (!text.IsEmpty)
        {
            int digit = TakeDigit(ref text);
            if (digit >= 0)
            {
                plain.Append((byte)('0' + digit));
                afterDigit = true;
                continue;
            }

            if (text[0] == '_')
            {
                text = text[1..];
                ReadOnlySpan<byte> next = text;
                if (!afterDigit || TakeDigit(ref next) < 0)
                    return false;
            }
            else
            {
                plain.Append(text[0]);
                text = text[1..];
            }

            afterDigit = false;
        }

        return TryParseAscii(plain.WrittenSpan, out value);
    }

    private static bool TryParseAscii(ReadOnlySpan<byte> text, out double value)
    {
        ReadOnlySpan<byte> rest = text;
        bool negative = TakeSign(ref rest);
        int whole = SkipDigits(ref rest), fraction = 0;
        if (rest is [(byte)'.', ..])
        {
            rest = rest[1..];
            fraction = SkipDigits(ref rest);
        }

        if (whole + fraction == 0)
            return TryParseName(text, negative, out value);
        if (rest is [(byte)'e' or (byte)'E', ..])
        {
            rest = rest[1..];
            TakeSign(ref rest);
            if (SkipDigits(ref rest) == 0)
                rest = "?"u8;
        }

        value = 0;
        return rest.IsEmpty && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParseName(ReadOnlySpan<byte> text, bool negative, out double value)
    {
        if (text is [(byte)'+' or (byte)'-', ..])
            text = text[1..];
        value = double.NaN;
        if (Ascii.EqualsIgnoreCase(text, "nan"u8))
            return true;
        value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(text, "inf"u8) || Ascii.EqualsIgnoreCase(text, "infinity"u8);
    }

    private static int SkipDigits(ref ReadOnlySpan<byte> text)
    {
        int count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (count < 0)
            count = text.Length;
        text = text[count..];
        return count;
    }

    private static bool TakeSign(ref ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'+' or (byte)'-', ..])
            return false;
        bool negative = text[0] == '-';
        text = text[1..];
        return negative;
    }

    private static int TakeDigit(ref ReadOnlySpan<byte> text)
    {
        byte first = text.IsEmpty ? (byte)0 : text[0];
        if (first < 0x80)
        {
            if (first is < (byte)'0' or > (byte)'9')
                return -1;
            text = text[1..];
            return first - '0';
        }

        if (Rune.DecodeFromUtf8(text, out Rune rune, out int length) != OperationStatus.Done || Rune.GetUnicodeCategory(rune) != UnicodeCategory.DecimalDigitNumber)
            return -1;
        text = text[length..];
        return (int)Rune.GetNumericValue(rune);
    }

    // Not Utf8Text.Trim: Python's number texts do not take the separators U+001C to U+001F for blanks.
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out Rune rune, out int length) == OperationStatus.Done && IsBlank(rune))
            text = text[length..];
        while (Rune.DecodeLastFromUtf8(text, out Rune rune, out int length) == OperationStatus.Done && IsBlank(rune))
            text = text[..^length];
        return text;
    }

    private static bool IsBlank(Rune rune) => Utf8Text.IsWhiteSpace(rune) && rune.Value is not (>= 0x1C and <= 0x1F);
}

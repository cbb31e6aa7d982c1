using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace IntelMQ.Text;

/// <content>Floating-point numbers.</content>
public static partial class PythonNumber
{
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
}

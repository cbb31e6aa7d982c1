using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace IntelMQ.Text;

/// <summary>
/// Number texts as IntelMQ reads and writes them, which is Python's way: surrounding blanks, underscores between digits and any
/// Unicode decimal digits are taken; integers have no bound but <see cref="MaxDigits"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class PythonNumber
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

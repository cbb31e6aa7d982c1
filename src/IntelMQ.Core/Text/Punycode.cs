namespace IntelMQ.Text;

/// <summary>The encoding of RFC 3492, for labels of bounded length.</summary>
internal static class Punycode
{
    private const int Base = 36, TMin = 1, TMax = 26, Skew = 38, Damp = 700, InitialBias = 72, InitialCode = 0x80;

    /// <summary>Encodes characters.</summary>
    /// <param name="text">At most <see cref="Nameprep.MaxLength"/> of them.</param>
    /// <param name="target">Takes the ASCII text.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <returns>False where the target is too small.</returns>
    public static bool TryEncode(ReadOnlySpan<int> text, Span<byte> target, out int written)
    {
        written = 0;
        foreach (int code in text)
        {
            if (code < InitialCode && !TryWrite((byte)code, target, ref written))
                return false;
        }
        int basic = written;
        int handled = basic;
        if (basic > 0 && !TryWrite((byte)'-', target, ref written))
            return false;

        int last = InitialCode, delta = 0, bias = InitialBias;
        while (handled < text.Length)
        {
            int next = int.MaxValue;
            foreach (int code in text)
            {
                if (code >= last && code < next)
                    next = code;
            }
            // No overflow: 0x10FFFF times the longest label stays below 2^31.
            delta += (next - last) * (handled + 1);
            last = next;
            foreach (int code in text)
            {
                if (code < last)
                    delta++;
                if (code != last)
                    continue;
                if (!TryWriteNumber(delta, bias, target, ref written))
                    return false;
                bias = Adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled++;
            }
            delta++;
            last++;
        }
        return true;
    }

    /// <summary>Decodes an ASCII text; digits may be of either case.</summary>
    /// <param name="text">The text, without <c>xn--</c>.</param>
    /// <param name="target">Takes the characters.</param>
    /// <param name="written">How many there are.</param>
    /// <returns>False where the text is not Punycode or the target is too small.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<int> target, out int written)
    {
        written = 0;
        int dash = text.LastIndexOf((byte)'-');
        if (dash > target.Length)
            return false;
        for (; written < dash; written++)
            target[written] = text[written];

        ReadOnlySpan<byte> rest = text[(dash + 1)..];
        long code = InitialCode, position = 0;
        int bias = InitialBias;
        bool isFirst = true;
        while (!rest.IsEmpty)
        {
            if (written == target.Length || !TryReadNumber(ref rest, bias, out int delta))
                return false;
            position += delta;
            code += position / (written + 1);
            position %= written + 1;
            if (code > 0x10FFFF)
                return false;
            target[(int)position..written].CopyTo(target[((int)position + 1)..]);
            target[(int)position++] = (int)code;
            written++;
            bias = Adapt(delta, written, isFirst);
            isFirst = false;
        }
        return true;
    }

    private static bool TryWrite(byte value, Span<byte> target, ref int written)
    {
        if (written >= target.Length)
            return false;
        target[written++] = value;
        return true;
    }

    private static bool TryWriteNumber(int value, int bias, Span<byte> target, ref int written)
    {
        for (int k = Base; ; k += Base)
        {
            int threshold = Math.Clamp(k - bias, TMin, TMax);
            if (value < threshold)
                return TryWrite(Digit(value), target, ref written);
            int rest = value - threshold;
            if (!TryWrite(Digit(threshold + rest % (Base - threshold)), target, ref written))
                return false;
            value = rest / (Base - threshold);
        }
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> text, int bias, out int value)
    {
        long sum = 0, weight = 1;
        for (int i = 0; i < text.Length; i++)
        {
            int digit = DigitValue(text[i]);
            int threshold = Math.Clamp(Base * (i + 1) - bias, TMin, TMax);
            sum += digit * weight;
            // Beyond any character's number at any length; also keeps the weight from overflowing.
            if (digit < 0 || sum > int.MaxValue)
                break;
            if (digit < threshold)
            {
                text = text[(i + 1)..];
                value = (int)sum;
                return true;
            }
            weight = Math.Min(weight * (Base - threshold), int.MaxValue);
        }
        value = 0;
        return false;
    }

    private static int Adapt(int delta, int length, bool isFirst)
    {
        delta /= isFirst ? Damp : 2;
        delta += delta / length;
        int k = 0;
        for (; delta > (Base - TMin) * TMax / 2; k += Base)
            delta /= Base - TMin;
        return k + (Base - TMin + 1) * delta / (delta + Skew);
    }

    private static byte Digit(int value) => (byte)(value < 26 ? 'a' + value : '0' + value - 26);

    private static int DigitValue(byte digit) => digit switch
    {
        >= (byte)'a' and <= (byte)'z' => digit - 'a',
        >= (byte)'A' and <= (byte)'Z' => digit - 'A',
        >= (byte)'0' and <= (byte)'9' => digit - '0' + 26,
        _ => -1,
    };
}

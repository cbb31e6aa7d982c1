namespace IntelMQ.Harmonization;

/// <summary>A number of a date: a whole part, which stops growing far outside all dates, and decimals.</summary>
internal readonly struct TimeNumber
{
    private const int Huge = 1_000_000_000;
    private const int Decimals = 15;

    private readonly long _fraction;

    private TimeNumber(int whole, long fraction, bool hasFraction)
    {
        Whole = whole;
        _fraction = fraction;
        HasFraction = hasFraction;
    }

    public int Whole { get; }

    /// <summary>Whether the decimals are more than zeros.</summary>
    public bool HasFraction { get; }

    /// <summary>The decimals of a minute as whole seconds, or of an hour as whole minutes.</summary>
    public int Sixtieths => (int)(_fraction * 60 / 1_000_000_000_000_000);

    /// <summary>The decimals in millionths, cut.</summary>
    public int Millionths => (int)(_fraction / 1_000_000_000);

    /// <summary>Reads digits with at most one point among them.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out TimeNumber number)
    {
        int point = text.IndexOf('.');
        ReadOnlySpan<char> decimals = point < 0 ? default : text[(point + 1)..];
        number = default;
        if (!TryReadDigits(point < 0 ? text : text[..point], out int whole) || (point >= 0 && decimals.IsEmpty))
            return false;
        long fraction = 0;
        bool hasFraction = false;
        for (int i = 0; i < Math.Max(Decimals, decimals.Length); i++)
        {
            int digit = i < decimals.Length ? decimals[i] - '0' : 0;
            if ((uint)digit > 9)
                return false;
            hasFraction |= digit > 0;
            if (i < Decimals)
                fraction = (fraction * 10) + digit;
        }
        number = new TimeNumber(whole, fraction, hasFraction);
        return true;
    }

    /// <summary>Reads digits and nothing else.</summary>
    public static bool TryReadDigits(ReadOnlySpan<char> text, out int value)
    {
        long sum = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                value = 0;
                return false;
            }
            sum = Math.Min((sum * 10) + (c - '0'), Huge);
        }
        value = (int)sum;
        return !text.IsEmpty;
    }
}

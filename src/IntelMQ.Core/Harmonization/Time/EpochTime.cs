using System.Buffers;
using System.Globalization;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>Instants given as a number: seconds since 1970, or 100 ns since 1601. Numbers are read as Python reads them.</summary>
internal static class EpochTime
{
    private const int MaxTextLength = 128;
    private static readonly DateTimeOffset WindowsEpoch = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Seconds since 1970, with decimals or an exponent, rounded to microseconds.</summary>
    public static bool TryReadSeconds(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        Span<byte> digits = stackalloc byte[MaxTextLength];
        return TryRemoveUnderscores(Utf8Text.Trim(text), digits, out int length)
            && double.TryParse(digits[..length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double seconds)
            && TryAdd(DateTimeOffset.UnixEpoch, seconds, out instant);
    }

    /// <summary>
    /// Windows' file time: an integer of 100 ns since 1601-01-01. Goes through a double, as IntelMQ does, so that the last digits of the
    /// microseconds are the same.
    /// </summary>
    public static bool TryReadWindows(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        return TryReadInteger(text, out long value) && TryAdd(WindowsEpoch, value * 1e-7, out instant);
    }

    /// <summary>An integer with sign, blanks around it and single underscores between digits; not where it exceeds 64 bits.</summary>
    public static bool TryReadInteger(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        Span<byte> digits = stackalloc byte[MaxTextLength];
        return TryRemoveUnderscores(Utf8Text.Trim(text), digits, out int length)
            && long.TryParse(digits[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryAdd(DateTimeOffset epoch, double seconds, out DateTimeOffset instant)
    {
        instant = default;
        // Wide of all dates, and what is not finite.
        if (!(Math.Abs(seconds) < 1e12))
            return false;
        double whole = Math.Truncate(seconds);
        double microseconds = Math.Round((seconds - whole) * 1e6, MidpointRounding.ToEven);
        long ticks = epoch.Ticks + ((long)whole * TimeSpan.TicksPerSecond) + ((long)microseconds * TimeSpan.TicksPerMicrosecond);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            return false;
        instant = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    // Python allows an underscore between two digits.
    private static bool TryRemoveUnderscores(ReadOnlySpan<byte> text, Span<byte> target, out int length)
    {
        length = 0;
        if (text.Length > target.Length)
            return false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '_')
                target[length++] = text[i];
            else if (i == 0 || i + 1 == text.Length || !char.IsAsciiDigit((char)text[i - 1]) || !char.IsAsciiDigit((char)text[i + 1]))
                return false;
        }
        return true;
    }
}

namespace IntelMQ.Harmonization;

/// <summary>
/// The form that nearly all feeds use, read without detours: <c>YYYY-MM-DD HH:MM:SS</c> or with <c>T</c>, then an optional fraction and
/// an optional zone (<c>Z</c>, <c>UTC</c>, <c>GMT</c>, <c>+HH</c>, <c>+HHMM</c>, <c>+HH:MM</c>, with or without a blank before it).
/// </summary>
internal static class PlainTime
{
    /// <summary>The length of date and time up to the second.</summary>
    public const int SecondsLength = 19;

    /// <summary>Reads that form; any other may still be a time, so <see langword="false"/> is no verdict.</summary>
    /// <param name="text">The whole text, untrimmed.</param>
    /// <param name="reading">A time that exists; its zone may still take it out of range.</param>
    /// <param name="tail">Where the zone starts: behind the second or the fraction.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out ClockReading reading, out int tail)
    {
        reading = default;
        tail = SecondsLength;
        if (text.Length < SecondsLength || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)' ' or (byte)'T') || text[13] != ':' || text[16] != ':')
            return false;
        if (!TwoDigits(text, 0, out int century) || !TwoDigits(text, 2, out int year)
            || !TwoDigits(text, 5, out reading.Month) || !TwoDigits(text, 8, out reading.Day)
            || !TwoDigits(text, 11, out reading.Hour) || !TwoDigits(text, 14, out reading.Minute) || !TwoDigits(text, 17, out reading.Second))
            return false;
        reading.Year = (century * 100) + year;
        if (!reading.IsDate || !reading.IsTime)
            return false;
        if (text.Length == SecondsLength)
            return true;
        return TryReadFraction(text, ref tail, out reading.Microsecond) && TryReadZone(text[tail..], out reading.OffsetSeconds);
    }

    // Digits behind the sixth are cut off, not rounded.
    private static bool TryReadFraction(ReadOnlySpan<byte> text, ref int tail, out int microsecond)
    {
        microsecond = 0;
        if (text[tail] != '.')
            return true;
        int start = tail + 1;
        int unit = 100_000;
        for (tail = start; tail < text.Length && char.IsAsciiDigit((char)text[tail]); tail++)
        {
            microsecond += (text[tail] - '0') * unit;
            unit /= 10;
        }
        return tail > start;
    }

    private static bool TryReadZone(ReadOnlySpan<byte> zone, out long offsetSeconds)
    {
        offsetSeconds = 0;
        if (zone.Length > 0 && zone[0] == ' ')
            zone = zone[1..];
        else if (zone.IsEmpty)
            return true;
        if (zone.IsEmpty)
            return false;
        if (zone[0] is not ((byte)'+' or (byte)'-'))
            return zone.SequenceEqual("UTC"u8) || zone.SequenceEqual("Z"u8) || zone.SequenceEqual("GMT"u8);
        int minute = 0;
        if (zone.Length < 3 || !TwoDigits(zone, 1, out int hour))
            return false;
        bool known = zone.Length switch
        {
            3 => true,
            5 => TwoDigits(zone, 3, out minute),
            6 => zone[3] == ':' && TwoDigits(zone, 4, out minute),
            _ => false,
        };
        offsetSeconds = ((hour * 60) + minute) * (zone[0] == '-' ? -60L : 60L);
        return known && minute < 60;
    }

    internal static bool TwoDigits(ReadOnlySpan<byte> text, int at, out int value)
    {
        uint tens = (uint)text[at] - '0';
        uint ones = (uint)text[at + 1] - '0';
        value = (int)((tens * 10) + ones);
        return tens <= 9 && ones <= 9;
    }
}

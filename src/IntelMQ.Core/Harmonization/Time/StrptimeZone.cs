namespace IntelMQ.Harmonization;

/// <summary>The numeric zone of a <see cref="StrptimeFormat"/>: <c>Z</c>, or sign, hour, minute, and perhaps second with decimals.</summary>
internal static class StrptimeZone
{
    /// <summary>How many bytes the zone has, 0 where there is none.</summary>
    public static int LongestMatch(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] == 'Z')
            return 1;
        int minuteEnd = MinuteEnd(text);
        if (minuteEnd == 0)
            return 0;
        // Colons stand between all parts or none.
        bool hasColon = text[3] == ':';
        int second = minuteEnd + (hasColon ? 1 : 0);
        if ((hasColon && (minuteEnd >= text.Length || text[minuteEnd] != ':')) || !IsSixtieth(text, second))
            return minuteEnd;
        int end = second + 2;
        int decimals = end + 1;
        while (decimals < text.Length && decimals < end + 7 && text[end] == '.' && char.IsAsciiDigit((char)text[decimals]))
            decimals++;
        return decimals > end + 1 ? decimals : end;
    }

    /// <summary>The same without the second.</summary>
    public static int ShorterMatch(ReadOnlySpan<byte> text, int length)
    {
        int minuteEnd = MinuteEnd(text);
        return minuteEnd < length ? minuteEnd : 0;
    }

    /// <summary>How far ahead of UTC, in microseconds.</summary>
    public static long Read(ReadOnlySpan<byte> zone)
    {
        if (zone.Length == 1)
            return 0;
        long value = 0;
        int digits = 0;
        foreach (byte c in zone[1..])
        {
            if (!char.IsAsciiDigit((char)c))
                continue;
            // Hour, minute and second in base sixty, then decimals.
            value = digits is 2 or 4 ? (value * 6) + (c - '0') : (value * 10) + (c - '0');
            digits++;
        }
        for (; digits < 12; digits++)
            value *= digits is 4 ? 6 : 10;
        return zone[0] == '-' ? -value : value;
    }

    private static int MinuteEnd(ReadOnlySpan<byte> text)
    {
        if (text.Length < 5 || text[0] is not ((byte)'+' or (byte)'-') || !char.IsAsciiDigit((char)text[1]) || !char.IsAsciiDigit((char)text[2]))
            return 0;
        int minute = text[3] == ':' ? 4 : 3;
        return IsSixtieth(text, minute) ? minute + 2 : 0;
    }

    private static bool IsSixtieth(ReadOnlySpan<byte> text, int at)
        => at + 1 < text.Length && text[at] is >= (byte)'0' and <= (byte)'5' && char.IsAsciiDigit((char)text[at + 1]);
}
